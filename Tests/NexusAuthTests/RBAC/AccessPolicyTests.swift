import NexusCore
import Testing

@testable import NexusAuth

@Suite struct AccessPolicyTests {
    private func permits(
        _ rbac: RBACConfig?, _ requirement: Requirement, roles: [String] = [], permissions: [String] = [], defaultRole: String? = nil
    ) throws -> Bool {
        let policy = try AccessPolicy(rbac: rbac, defaultRole: defaultRole, requirements: [requirement])
        let principal = policy.principal(for: Identity(userID: "u", roles: roles, permissions: permissions))
        return CompiledRequirement(requirement, policy: policy).evaluate(principal.grants).isAllowed
    }

    private func failure(
        _ rbac: RBACConfig?, defaultRole: String? = nil, _ requirements: Requirement..., optional: [Requirement] = []
    ) -> String? {
        do throws(AccessPolicyError) {
            _ = try AccessPolicy(rbac: rbac, defaultRole: defaultRole, requirements: requirements, optionalRequirements: optional)
            return nil
        } catch {
            return error.description
        }
    }

    /// The specification's example under "Authorization (RBAC)".
    @Test(arguments: [
        ("admin", "delete:articles", true), ("editor", "read:users", true), ("editor", "write:articles", true),
        ("editor", "delete:articles", false), ("viewer", "read:users", true), ("viewer", "write:articles", false),
        ("nobody", "read:users", false),
    ])
    func theSpecificationsRoles(role: String, permission: String, expected: Bool) throws {
        let rbac: RBACConfig = ["admin": ["*"], "editor": ["read:*", "write:articles"], "viewer": ["read:*"]]
        #expect(try self.permits(rbac, .requirePermission(permission), roles: [role]) == expected)
    }

    @Test func theTokensPermissionsAndThoseOfItsRolesBothCount() throws {
        let rbac: RBACConfig = ["editor": ["write:articles"], "all": ["*"]]
        #expect(
            try self.permits(
                rbac, .all(.requirePermission("write:articles"), .requirePermission("read:x")), roles: ["editor"], permissions: ["read:*"]))
        #expect(try self.permits(nil, .requirePermission("read:users"), permissions: ["*:users"]))
        #expect(try !self.permits(nil, .requirePermission("read:users"), permissions: ["re*:users", "", "users"]))
    }

    @Test func inheritanceCountsForRolesToo() throws {
        let rbac: RBACConfig = [
            "chief": Role(inherits: ["lead"]), "lead": Role(permissions: ["delete:articles"], inherits: ["editor"]),
            "editor": ["write:articles"],
            "admin": ["*"],
        ]
        for role in ["chief", "lead", "editor"] {
            #expect(try self.permits(rbac, .requireRole("editor"), roles: [role]))
            #expect(try self.permits(rbac, .requirePermission("write:articles"), roles: [role]))
        }
        #expect(try !self.permits(rbac, .requireRole("chief"), roles: ["lead"]))
        #expect(try !self.permits(rbac, .requirePermission("delete:articles"), roles: ["editor"]))
        // A role is a name: all permissions together are not one.
        #expect(try !self.permits(rbac, .requireRole("editor"), roles: ["admin"]))
    }

    @Test func denyWinsWhateverGrants() throws {
        let rbac: RBACConfig = [
            "editor": Role(permissions: ["read:*", "delete:*"], deny: ["delete:users"]),
            "child": Role(permissions: ["delete:users"], inherits: ["editor"]),
            "parent": ["delete:*"],
            "intern": Role(inherits: ["parent"], deny: ["*:users"]),
            "admin": ["*"],
        ]
        let delete = Requirement.requirePermission("delete:users")
        for roles in [["editor"], ["child"], ["intern"], ["admin", "intern"], ["intern", "admin"], ["child", "parent", "admin"]] {
            #expect(try !self.permits(rbac, delete, roles: roles, permissions: ["delete:users", "*"]))
        }
        #expect(try self.permits(rbac, delete, roles: ["parent"]))
        #expect(try self.permits(rbac, .requirePermission("delete:articles"), roles: ["intern"]))
    }

    @Test func theDefaultRoleIsForWhoHasNone() throws {
        let rbac: RBACConfig = ["viewer": ["read:*"], "editor": Role(permissions: ["write:a"], inherits: ["viewer"])]
        #expect(try self.permits(rbac, .requirePermission("read:a"), defaultRole: "viewer"))
        #expect(try self.permits(rbac, .requireRole("viewer"), defaultRole: "editor"))
        #expect(try !self.permits(rbac, .requirePermission("read:a"), roles: ["unheard-of"], defaultRole: "viewer"))
        #expect(try !self.permits(rbac, .requirePermission("read:a")))
        let policy = try AccessPolicy(rbac: rbac, defaultRole: "viewer")
        #expect(policy.principal(for: Identity(userID: "u")).identity.roles == ["viewer"])
        #expect(policy.principal(for: Identity(userID: "u", roles: ["x"])).identity.roles == ["x"])
    }

    @Test func rolesAreComparedByTheirBytes() throws {
        let rbac: RBACConfig = ["King": ["*"], "caf\u{e9}": ["read:*"]]
        #expect(try self.permits(rbac, .requireRole("King"), roles: ["King"]))
        for role in ["\u{212A}ing", "king", "Kin\u{261}", "King ", "К" + "ing"] {
            #expect(try !self.permits(rbac, .requireRole("King"), roles: [role]))
            #expect(try !self.permits(rbac, .requirePermission("a:b"), roles: [role]))
        }
        #expect(try !self.permits(rbac, .requirePermission("read:b"), roles: ["cafe\u{301}"]))
    }

    @Test func whatDoesNotFitTogetherDoesNotStart() {
        let rbac: RBACConfig = ["editor": ["read:*"], "viewer": ["read:articles"]]
        #expect(
            self.failure(["a": Role(inherits: ["b"]), "b": Role(inherits: ["c"]), "c": Role(inherits: ["b"])])
                == "roles inherit in a circle: b -> c -> b")
        #expect(self.failure(["a": Role(inherits: ["a"])]) == "roles inherit in a circle: a -> a")
        #expect(
            self.failure(["editor": [], "lead": Role(inherits: ["edtior"])])
                == "role lead inherits from edtior, which is not a role; did you mean editor?")
        #expect(self.failure(["lead": Role(inherits: ["xyz"])]) == "role lead inherits from xyz, which is not a role")
        #expect(self.failure(RBACConfig([("a", ["x"]), ("a", ["y"])])) == "role a is defined twice")
        #expect(self.failure(["": ["x"]]) == "a role needs a name")
        for pattern in ["read:art*", "", "a:b:*"] {
            #expect(self.failure(["a": [pattern]])?.hasPrefix("role a: \(pattern) is not a permission pattern") == true)
            #expect(self.failure(["a": Role(deny: [pattern])])?.hasPrefix("role a: ") == true)
        }
        #expect(self.failure(rbac, defaultRole: "vewer") == "rbac_default_role vewer is not a role; did you mean viewer?")
        #expect(self.failure(nil, defaultRole: "viewer") == "rbac_default_role viewer is not a role")
        #expect(
            self.failure(rbac, .any(.anyIdentity, .requireRole("edito")))
                == "a route requires role edito, which is not configured; did you mean editor?")
        #expect(self.failure(rbac, .requirePermission("write:x")) == "a route requires write:x, which no role grants")
        #expect(self.failure(rbac, .requirePermission("read:*"))?.contains("no single permission") == true)
        #expect(self.failure(nil, .requirePermission(""))?.contains("no single permission") == true)
        #expect(self.failure(nil, .requireRole("")) == "a route requires a role without a name")
        #expect(self.failure(nil, .any()) == "a route requires any(), with nothing in the brackets")
        #expect(self.failure(nil, .anyIdentity, .all(.all().inShadow))?.contains("nothing in the brackets") == true)
        #expect(self.failure(nil, optional: [.all()]) != nil)
    }

    @Test func whatSeveralRolesGrantTogetherStarts() {
        let rbac: RBACConfig = ["a": Role(permissions: ["x:1"], deny: ["x:2"]), "b": ["x:2"], "c": Role(deny: ["x:1", "x:2"])]
        #expect(self.failure(rbac, .all(.requireRole("a"), .requireRole("b"), .requirePermission("x:1"))) == nil)
        #expect(self.failure(rbac, .requirePermission("x:2")) == nil)
        #expect(self.failure(["a": Role(permissions: ["x:1"], deny: ["x:*"])], .requirePermission("x:1")) != nil)
        #expect(self.failure(rbac, optional: [.requirePermission("read:metrics"), .requireRole("operator")]) == nil)
        #expect(self.failure(rbac, .any(.custom("c") { _ in true }, .requirePermission("x:1"))) == nil)
    }

    @Test func theRouteTableNamesWhoMayPass() throws {
        let requirement = Requirement.any(.requireRole("lead"), .requirePermission("read:a"))
        let policy = try AccessPolicy(
            rbac: ["viewer": ["read:*"], "lead": [], "chief": Role(inherits: ["lead"]), "clerk": ["write:a"]], requirements: [requirement])
        #expect(policy.hasRoles)
        #expect(policy.rolesAdmitted(by: requirement) == ["chief", "lead", "viewer"])
        #expect(policy.rolesAdmitted(by: .anyIdentity).count == 4)
    }

    @Test func aLongChainOfRolesCompiles() throws {
        let roles = (0..<10_000).map { (name: "r\($0)", role: Role(permissions: ["p:\($0)"], inherits: $0 == 0 ? [] : ["r\($0 - 1)"])) }
        let policy = try AccessPolicy(
            rbac: RBACConfig(roles.reversed()), requirements: [.requirePermission("p:0"), .requireRole("r0"), .requireRole("r9999")])
        let last = policy.grants(roles: ["r9999"], permissions: [])
        #expect(last.permissions.contains(try #require(policy.number(ofPermission: "p:0"))))
        #expect(last.roles.contains(try #require(policy.number(ofRole: "r0"))))
        #expect(!policy.grants(roles: ["r0"], permissions: []).roles.contains(try #require(policy.number(ofRole: "r9999"))))
    }
}
