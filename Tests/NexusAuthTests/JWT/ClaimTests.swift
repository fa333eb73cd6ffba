import NexusCore
import Testing

@testable import NexusAuth

@Suite("Claims")
struct ClaimTests {
    private func cause(_ changes: JSONObject, _ edit: (inout JWTConfig) -> Void = { _ in }, at now: Int64 = JWTFixture.now) throws
        -> TokenFailure.Cause?
    {
        var config = try JWTFixture.config()
        edit(&config)
        var claims = JWTFixture.claims
        for member in changes.members { claims[member.name] = member.value }
        return try JWTFixture.verifier(config).cause(try JWTFixture.signer().sign(claims), at: now)
    }

    private func identity(_ changes: JSONObject, _ mapping: ClaimMapping = ClaimMapping()) throws -> Identity {
        var config = try JWTFixture.config()
        config.claims = mapping
        var claims = JWTFixture.claims
        for member in changes.members { claims[member.name] = member.value }
        return try JWTFixture.verifier(config).verify(try JWTFixture.signer().sign(claims)).get().principal.identity
    }

    @Test("exp is required, and judged to the second", arguments: [0, 1, 30])
    func expiry(leeway: Int64) throws {
        let edit = { (config: inout JWTConfig) in config.leeway = .seconds(leeway) }
        let exp = JWTFixture.now + 600
        #expect(try self.cause([:], edit, at: exp + leeway - 1) == nil)
        #expect(try self.cause([:], edit, at: exp + leeway) == .expired)
        #expect(try self.cause(["nbf": .integer(exp)], edit, at: exp - leeway - 1) == .notYetValid)
        #expect(try self.cause(["nbf": .integer(exp - leeway)], edit, at: exp - 2 * leeway - 1) == .notYetValid)
        #expect(try self.cause(["nbf": .integer(exp - leeway - 1)], edit, at: exp - leeway - 1) == nil)
    }

    @Test("without verify_exp, exp is neither required nor judged, but must be a time")
    func verifyExp() throws {
        let off = { (config: inout JWTConfig) in config.verifyExp = false }
        var config = try JWTFixture.config()
        #expect(try JWTFixture.verifier(config).cause(try JWTFixture.signer().sign(["sub": "u1"])) == .badClaim)
        config.verifyExp = false
        #expect(try JWTFixture.verifier(config).cause(try JWTFixture.signer().sign(["sub": "u1"])) == nil)
        #expect(try self.cause(["exp": 1], off) == nil)
        #expect(try self.cause(["exp": "1"], off) == .badClaim)
    }

    @Test("malformed times fail closed", arguments: ["exp", "nbf", "iat"])
    func times(name: String) throws {
        let bad: [JSONValue] = ["1700000600", true, nil, [], [:], 1e300, -1e300, .integer(.max), .integer(.min), 9_007_199_254_740_993]
        for value in bad { #expect(try self.cause([name: value]) == .badClaim, "\(value)") }
        #expect(try self.cause([name: .number(1_700_000_000.5)], at: JWTFixture.now - 1) == (name == "nbf" ? .notYetValid : nil))
        #expect(try self.cause(["exp": .number(1_700_000_000.9)]) == .expired)
        #expect(try self.cause(["exp": .integer(1 << 53)]) == nil)
    }

    @Test("the age is judged by iat, which must then be there and not lie in the future")
    func age() throws {
        let edit = { (config: inout JWTConfig) in
            config.maxTokenAge = .seconds(60)
            config.leeway = .seconds(5)
        }
        #expect(try self.cause([:], edit) == .badClaim)
        #expect(try self.cause(["iat": .integer(JWTFixture.now - 65)], edit) == nil)
        #expect(try self.cause(["iat": .integer(JWTFixture.now - 66)], edit) == .tooOld)
        #expect(try self.cause(["iat": .integer(JWTFixture.now + 5)], edit) == nil)
        #expect(try self.cause(["iat": .integer(JWTFixture.now + 6)], edit) == .notYetValid)
        #expect(try self.cause(["iat": .integer(JWTFixture.now + 1000)]) == nil)
        #expect(try self.cause(["iat": .integer(-(1 << 53))], edit) == .tooOld)
    }

    @Test("audience: one string or an array of strings, at least one")
    func audience() throws {
        let edit = { (config: inout JWTConfig) in config.audience = ["api", "admin"] }
        for good: JSONValue in ["api", "admin", ["x", "api"], ["admin"]] { #expect(try self.cause(["aud": good], edit) == nil) }
        for other: JSONValue in ["", "API", "api ", ["x"], "apі"] { #expect(try self.cause(["aud": other], edit) == .audience) }
        for bad: JSONValue in [[], [1], ["api", 1], [:], 1, nil, true] {
            #expect(try self.cause(["aud": bad], edit) == .badClaim)
            #expect(try self.cause(["aud": bad]) == .badClaim)
        }
        #expect(try self.cause([:], edit) == .audience)
    }

    @Test("issuer: compared byte by byte")
    func issuer() throws {
        let edit = { (config: inout JWTConfig) in config.issuer = "https://Kelvin.example" }
        #expect(try self.cause(["iss": "https://Kelvin.example"], edit) == nil)
        #expect(try self.cause(["iss": "https://\u{212A}elvin.example"], edit) == .issuer)
        #expect(try self.cause(["iss": "https://Kelvin.example/"], edit) == .issuer)
        #expect(try self.cause([:], edit) == .issuer)
        for bad: JSONValue in [1, nil, [], ["https://Kelvin.example"]] {
            #expect(try self.cause(["iss": bad], edit) == .badClaim)
            #expect(try self.cause(["iss": bad]) == .badClaim)
        }
    }

    @Test("sub is a non-empty string of at most 255 bytes")
    func subject() throws {
        for bad: JSONValue in ["", 5, nil, true, [], "a\nb", "a\u{0}", .string(String(repeating: "é", count: 128))] {
            #expect(try self.cause(["sub": bad]) == .badClaim)
        }
        #expect(try self.cause(["sub": .string(String(repeating: "a", count: 255))]) == nil)
        let token = try JWTFixture.signer().sign(["exp": .integer(JWTFixture.now + 1)])
        #expect(try JWTFixture.verifier().cause(token) == .badClaim)
    }

    @Test("rights of the wrong type refuse the token", arguments: ["roles", "permissions"])
    func rights(name: String) throws {
        let bad: [JSONValue] = [["admin": false], 5, nil, true, 1.5, ["admin", 1], [nil], [["admin"]], [["admin": true]]]
        for value in bad { #expect(try self.cause([name: value]) == .badClaim, "\(value)") }
        #expect(try self.cause([name: []]) == nil)
    }

    @Test("rights")
    func rightsRead() throws {
        #expect(try self.identity(["roles": "admin editor"]).roles == ["admin editor"])
        #expect(try self.identity(["roles": ["a", "b"]]).roles == ["a", "b"])
        #expect(try self.identity([:]).roles == [])
        #expect(try self.identity(["permissions": "read:a  write:b "]).permissions == ["read:a", "write:b"])
        #expect(try self.identity(["permissions": ["read:a"]]).permissions == ["read:a"])
    }

    @Test("OAuth scopes become permissions only where they are named")
    func scopes() throws {
        let claims: JSONObject = ["scope": "openid profile *", "scp": ["read:a"]]
        #expect(try self.identity(claims).permissions == [])
        #expect(try self.identity(claims, ClaimMapping(permissions: "scp")).permissions == ["read:a"])
        #expect(try self.identity(claims, ClaimMapping(permissions: "scope")).permissions == ["openid", "profile", "*"])
    }

    @Test("claim paths: a whole name wins over a nested one")
    func paths() throws {
        let claims: JSONObject = [
            "https://app.example/roles": ["url"], "cognito:groups": ["group"], "realm_access": ["roles": ["nested"], "a": ["b": ["deep"]]],
            "x.y": ["whole"], "x": ["y": ["nested"]],
        ]
        func roles(_ path: String) throws -> [String] { try self.identity(claims, ClaimMapping(roles: path)).roles }
        #expect(try roles("https://app.example/roles") == ["url"])
        #expect(try roles("cognito:groups") == ["group"])
        #expect(try roles("realm_access.roles") == ["nested"])
        #expect(try roles("realm_access.a.b") == ["deep"])
        #expect(try roles("x.y") == ["whole"])
        #expect(try roles("realm_access.none") == [])
        #expect(try roles("realm_access.roles.x") == [])
        #expect(try roles("..") == [])
        #expect(throws: TokenFailure.self) { try roles("realm_access") }
    }

    @Test("tenant and e-mail")
    func tenant() throws {
        #expect(try self.identity(["tenant_id": "t1", "email": "a@b.example"]).tenantClaim == "t1")
        #expect(try self.identity(["email": "a@b.example"]).email == "a@b.example")
        #expect(try self.identity(["email": nil]).email == nil)
        #expect(try self.identity(["org": ["id": "t2"]], ClaimMapping(tenant: "org.id")).tenantClaim == "t2")
        for bad: JSONValue in [["t1"], 5, nil, true, ["id": "t1"]] { #expect(try self.cause(["tenant_id": bad]) == .badClaim) }
        #expect(try self.cause(["email": 5]) == .badClaim)
        #expect(try self.cause(["jti": 5]) == .badClaim)
    }

    @Test("a refresh token opens no route")
    func refresh() throws {
        #expect(try self.cause(["token_type": "refresh"]) == .refreshToken)
        #expect(try self.cause(["token_type": "access"]) == nil)
    }
}
