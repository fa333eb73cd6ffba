import NexusCore
import Testing

@testable import NexusAuth

@Suite("The claim of the tenant")
struct TenantClaimTests {
    private let secret = Secret.value(JWTFixture.secret)

    private func issuers(_ claims: ClaimMapping...) -> [TrustedIssuer] {
        claims.enumerated().map { TrustedIssuer(issuer: .init("i\($0)"), jwksURL: "https://issuer.example/jwks", claims: $1) }
    }

    private func error(_ config: JWTConfig, _ claim: String?) -> JWTConfigError? {
        do throws(JWTConfigError) {
            _ = try config.readingTenant(from: claim)
            return nil
        } catch {
            return error
        }
    }

    @Test func `What an issuer names itself wins, be it the default's name; the others follow jwt_claim`() throws {
        let config = JWTConfig(issuers: self.issuers(ClaimMapping(tenant: "tenant_id"), ClaimMapping(tenant: "org"), ClaimMapping()))
        let read = try config.readingTenant(from: "team")
        #expect(read.issuers.map(\.claims.tenantPath) == ["tenant_id", "org", "team"])
        #expect(read.claims == ClaimMapping())
        let untouched = try config.readingTenant(from: nil)
        #expect(untouched.issuers.map(\.claims.tenantPath) == ["tenant_id", "org", "tenant_id"])
        try read.validate()
    }

    @Test func `Two claims that contradict each other are refused, with both names`() {
        let config = JWTConfig(secret: self.secret, claims: ClaimMapping(tenant: "a"))
        let error = self.error(config, "b")
        #expect(error?.description == "jwt.claims.tenant: is 'a', but tenant_isolation.jwt_claim is 'b'; give one of them")
        #expect(self.error(config, "a") == nil && self.error(config, "tenant_id") == nil && self.error(config, nil) == nil)
        #expect(self.error(JWTConfig(issuers: self.issuers(ClaimMapping(tenant: "a"))), "b")?.option == "jwt.issuers[0].claims.tenant")
    }

    @Test func `A token's tenant is read from the claim that was named`() throws {
        for (claims, claim, expected) in [
            (ClaimMapping(tenant: "tenant_id"), "tenant_id", "acme"), (ClaimMapping(), "org", "globex"),
            (ClaimMapping(tenant: "org"), "tenant_id", "globex"),
        ] {
            let config = try JWTConfig(secret: self.secret, claims: claims).readingTenant(from: claim)
            let token = try JWTFixture.signer().sign([
                "sub": "u1", "exp": .integer(JWTFixture.now + 60), "tenant_id": "acme", "org": "globex",
            ])
            let verified = try JWTFixture.verifier(config).verify(token).get()
            #expect(verified.principal.identity.tenantClaim == expected)
        }
    }
}
