import NexusCore
import Testing

@testable import NexusAuth

@Suite struct CompiledRequirementTests {
    private func outcome(_ requirement: Requirement, roles: [String], answers: [Int: Bool] = [:]) throws -> CompiledRequirement.Outcome {
        let policy = try AccessPolicy(rbac: ["a": ["x:1"], "b": ["x:2"]], optionalRequirements: [requirement])
        var known = CompiledRequirement.Answers()
        for (check, answer) in answers { known[check] = answer }
        return CompiledRequirement(requirement, policy: policy).evaluate(policy.grants(roles: roles, permissions: []), answers: known)
    }

    private let check = Requirement.custom("own") { _ in true }

    @Test func namesTheRuleThatDecided() throws {
        #expect(try self.outcome(.all(.requireRole("a"), .requirePermission("x:2")), roles: ["a"]) == .denied(rule: "x:2"))
        #expect(try self.outcome(.requireRole("b"), roles: ["a"]) == .denied(rule: "role b"))
        #expect(
            try self.outcome(.any(.requireRole("b"), .requirePermission("x:2")), roles: ["a"]) == .denied(rule: "any(role b, x:2)"))
        #expect(try self.outcome(self.check, roles: [], answers: [0: false]) == .denied(rule: "custom own"))
    }

    @Test func everyShadowThatWouldHaveRefusedIsNamed() throws {
        let (one, two) = (Requirement.requireRole("a").inShadow, Requirement.requirePermission("x:2").inShadow)
        #expect(try self.outcome(.all(one, two), roles: []) == .allowed(shadowed: ["role a", "x:2"]))
        #expect(try self.outcome(.all(one, two), roles: ["a"]) == .allowed(shadowed: ["x:2"]))
        #expect(try self.outcome(.all(one, .requireRole("b")), roles: ["a"]) == .denied(rule: "role b"))
        #expect(try self.outcome(.all(.requireRole("a"), .requireRole("b")).inShadow, roles: ["a"]) == .allowed(shadowed: ["role b"]))
    }

    @Test func whoPassesAnywayIsNotCalledShadowed() throws {
        let requirement = Requirement.any(.requireRole("b").inShadow, .requireRole("a"))
        #expect(try self.outcome(requirement, roles: ["a"]) == .allowed(shadowed: []))
        #expect(try self.outcome(requirement, roles: []) == .allowed(shadowed: ["role b"]))
        let checked = Requirement.any(.requireRole("b").inShadow, self.check)
        #expect(try self.outcome(checked, roles: []) == .undecided(check: 0))
        #expect(try self.outcome(checked, roles: [], answers: [0: true]) == .allowed(shadowed: []))
        #expect(try self.outcome(checked, roles: [], answers: [0: false]) == .allowed(shadowed: ["role b"]))
    }

    @Test func checksAreAskedInOrderAndOnlyWhenNeeded() throws {
        let requirement = Requirement.all(self.check, .any(.requireRole("a"), self.check), self.check)
        #expect(try self.outcome(requirement, roles: []) == .undecided(check: 0))
        #expect(try self.outcome(requirement, roles: [], answers: [0: true]) == .undecided(check: 1))
        #expect(try self.outcome(requirement, roles: ["a"], answers: [0: true]) == .undecided(check: 2))
        #expect(try self.outcome(requirement, roles: [], answers: [0: true, 1: false]) == .denied(rule: "any(role a, custom own)"))
    }

    @Test func aRequirementThatNoPolicyKnowsIsNeverMet() throws {
        let policy = try AccessPolicy(rbac: ["a": ["*"]])
        let grants = policy.grants(roles: ["a", "b"], permissions: ["*"])
        for requirement in [Requirement.requireRole("b"), .requirePermission("x:9")] {
            #expect(!CompiledRequirement(requirement, policy: policy).evaluate(grants).isAllowed)
        }
    }
}
