import NexusCore
import Testing

@testable import NexusAuth

@Suite struct GateCustomCheckTests {
    struct Broken: Error {}

    private static func check(_ answer: Bool, _ calls: Counter = Counter()) -> Requirement {
        .custom("check") { _ in
            calls.increment()
            return answer
        }
    }

    private func settle(_ requirement: Requirement, roles: [String] = ["editor"]) async throws -> Evaluation.Settled {
        let fixture = try GateFixture(requirements: [requirement])
        return try await fixture.settle(fixture.facts(try fixture.token(roles: roles)), fixture.route(requirement))
    }

    @Test func allowsAndDenies() async throws {
        #expect(try await self.settle(Self.check(true)).answer == .admitted)
        let denied = try await self.settle(Self.check(false))
        #expect(denied.answer == .forbidden)
        #expect(denied.evaluation.refusal?.reason == "not met: custom check")
    }

    @Test func whatItThrowsReachesTheShell() async throws {
        let requirement: Requirement = .custom("broken") { _ in throw Broken() }
        await #expect(throws: Broken.self) { try await self.settle(requirement) }
        await #expect(throws: Broken.self) { try await self.settle(.all(.anyIdentity, .any(requirement, requirement))) }
    }

    @Test func isAskedOnlyWhereTheBitsDoNotDecide() async throws {
        let calls = Counter()
        let check = Self.check(true, calls)
        #expect(try await self.settle(.all(check, .requireRole("admin"))).answer == .forbidden)
        #expect(try await self.settle(.any(check, .requireRole("editor"))).answer == .admitted)
        #expect(calls.value == 0)
        #expect(try await self.settle(.all(check, .requireRole("editor"))).answer == .admitted)
        #expect(try await self.settle(.any(.requireRole("admin"), check)).answer == .admitted)
        #expect(calls.value == 2)
    }

    @Test func decidesInsideAllAndAny() async throws {
        let (yes, no) = (Self.check(true), Self.check(false))
        #expect(try await self.settle(.all(yes, yes)).answer == .admitted)
        #expect(try await self.settle(.all(yes, no)).answer == .forbidden)
        #expect(try await self.settle(.any(no, yes)).answer == .admitted)
        #expect(try await self.settle(.any(no, no)).answer == .forbidden)
        #expect(try await self.settle(.any(.all(no, yes), .all(yes, .requireRole("editor")))).answer == .admitted)
    }

    @Test func inShadowItIsOnlyRecorded() async throws {
        let broken: Requirement = .custom("broken") { _ in throw Broken() }
        for requirement in [Self.check(false).inShadow, broken.inShadow, .all(.anyIdentity, broken.inShadow)] {
            let settled = try await self.settle(requirement)
            #expect(settled.answer == .admitted && settled.evaluation.shadowed.count == 1)
        }
        #expect(try await self.settle(Self.check(true).inShadow).evaluation.shadowed.isEmpty)
    }

    @Test func aShadowStillNeedsAnIdentityAndATenant() async throws {
        let requirement = Requirement.requireRole("admin").inShadow
        let fixture = try GateFixture(requirements: [requirement])
        let route = fixture.route(requirement)
        #expect(try await fixture.settle(fixture.facts(nil), route).answer == .missingToken)
        #expect(try await fixture.settle(fixture.facts(try fixture.token([:])), route).answer == .tenantRequired)
        let passed = try await fixture.settle(fixture.facts(try fixture.token(roles: ["viewer"])), route)
        #expect(passed.answer == .admitted && passed.evaluation.shadowed == ["role admin"])
        #expect(passed.evaluation.refusal == nil)
        let admin = try await fixture.settle(fixture.facts(try fixture.token(roles: ["admin"])), route)
        #expect(admin.answer == .admitted && admin.evaluation.shadowed.isEmpty)
    }

    @Test func seesIdentityTenantAndParameters() async throws {
        let requirement: Requirement = .custom("own") { context in
            context.identity.userID == context.parameters["user"] && context.tenant?.rawValue == "acme"
        }
        let fixture = try GateFixture(requirements: [requirement])
        var facts = fixture.facts(try fixture.token(roles: []))
        for (user, answer) in [("u1", GateFixture.Answer.admitted), ("u2", .forbidden)] {
            facts.parameters = ["user": user]
            #expect(try await fixture.settle(facts, fixture.route(requirement)).answer == answer)
        }
    }
}
