import NexusCore
import Testing

@Suite struct IdentityTests {
    @Test func otherRolesChangeNothingElse() {
        let identity = Identity(
            userID: "u", issuer: "i", email: "e", roles: ["a"], permissions: ["p"], tenantClaim: "t", claims: ["sub": "u"])
        let other = identity.with(roles: ["b", "c"])
        #expect(other.roles == ["b", "c"] && identity.roles == ["a"])
        #expect(other.userID == "u" && other.issuer == "i" && other.email == "e" && other.permissions == ["p"])
        #expect(other.tenantClaim == "t" && other.claims == ["sub": "u"])
    }
}
