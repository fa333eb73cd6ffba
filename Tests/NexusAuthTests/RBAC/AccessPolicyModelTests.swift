import NexusCore
import Testing

@testable import NexusAuth

/// The compiled bits against a matcher that does it the slow way, over random roles.
@Suite struct AccessPolicyModelTests {
    /// Splits and compares strings, walks parents by name, and compiles nothing.
    private struct Model {
        let roles: [String: Role]

        func matches(_ pattern: String, _ permission: String) -> Bool {
            if pattern == "*" || pattern == "*:*" { return true }
            let (mine, theirs) = (Self.split(pattern), Self.split(permission))
            guard let mine, let theirs else { return pattern == permission }
            return (mine.0 == "*" || mine.0 == theirs.0) && (mine.1 == "*" || mine.1 == theirs.1)
        }

        func lineage(_ role: String) -> Set<String> {
            (self.roles[role]?.inherits ?? []).reduce([role]) { $0.union(self.lineage($1)) }
        }

        func permits(_ rule: Requirement.Rule, roles: [String], permissions: [String]) -> Bool {
            switch rule {
            case .anyIdentity: return true
            case .role(let role): return roles.contains { self.lineage($0).contains(role) }
            case .permission(let permission):
                let definitions = roles.flatMap(self.lineage).compactMap { self.roles[$0] }
                let isDenied = definitions.flatMap(\.deny).contains { self.matches($0, permission) }
                return !isDenied && (definitions.flatMap(\.permissions) + permissions).contains { self.matches($0, permission) }
            case .all(let rules): return rules.allSatisfy { self.permits($0, roles: roles, permissions: permissions) }
            case .any(let rules): return rules.contains { self.permits($0, roles: roles, permissions: permissions) }
            case .shadow, .custom: return true
            }
        }

        private static func split(_ text: String) -> (String, String)? {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
    }

    private static func pick<T>(_ choices: [T], _ random: inout SeededRandom) -> T {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    private static let verbs = ["read", "write", "delete", "r"]
    private static let resources = ["a", "b", "articles", "a:b", ""]

    private static func permission(_ random: inout SeededRandom) -> String {
        Int.random(in: 0..<10, using: &random) == 0
            ? self.pick(["export", "read", "a"], &random) : "\(self.pick(self.verbs, &random)):\(self.pick(self.resources, &random))"
    }

    private static func pattern(_ random: inout SeededRandom) -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: self.pick(["*", "*:*"], &random)
        case 1, 2: "\(self.pick(self.verbs, &random)):*"
        case 3, 4: "*:\(self.pick(self.resources.filter { !$0.isEmpty }, &random))"
        default: self.permission(&random)
        }
    }

    private static func patterns(_ most: Int, _ random: inout SeededRandom) -> [String] {
        (0..<Int.random(in: 0...most, using: &random)).map { _ in self.pattern(&random) }
    }

    private static func rule(_ roles: [String], _ depth: Int, _ random: inout SeededRandom) -> Requirement.Rule {
        switch Int.random(in: 0..<(depth > 2 ? 3 : 5), using: &random) {
        case 0: .role(self.pick(roles, &random))
        case 1, 2: .permission(self.permission(&random))
        case 3: .all((0..<Int.random(in: 1...3, using: &random)).map { _ in self.rule(roles, depth + 1, &random) })
        default: .any((0..<Int.random(in: 1...3, using: &random)).map { _ in self.rule(roles, depth + 1, &random) })
        }
    }

    @Test func bitsSayWhatStringsSay() throws {
        var random = SeededRandom(77)
        var mistakes: [String] = []
        var admitted = 0
        let rounds = max(20, GateFixture.propertySteps / 400)
        for _ in 0..<rounds {
            let names = (0..<Int.random(in: 1...90, using: &random)).map { "role\($0)" }
            let roles: [(name: String, role: Role)] = names.enumerated().map { index, name in
                let parents =
                    index == 0 ? [] : (0..<Int.random(in: 0...1, using: &random)).map { _ in Self.pick(Array(names[..<index]), &random) }
                let denies = Int.random(in: 0..<6, using: &random) == 0 ? Self.patterns(2, &random) : []
                return (name, Role(permissions: Self.patterns(3, &random), inherits: parents, deny: denies))
            }.shuffled(using: &random)
            let model = Model(roles: Dictionary(roles.map { ($0.name, $0.role) }) { first, _ in first })
            let requirements = (0..<12).map { _ in Requirement(Self.rule(names, 0, &random)) }
            let policy = try AccessPolicy(rbac: RBACConfig(roles), optionalRequirements: requirements)
            for requirement in requirements {
                let compiled = CompiledRequirement(requirement, policy: policy)
                for _ in 0..<8 {
                    let held = (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.pick(names + ["stranger"], &random) }
                    let direct = Self.patterns(2, &random)
                    let bits = compiled.evaluate(policy.grants(roles: held, permissions: direct)).isAllowed
                    if bits { admitted += 1 }
                    if bits != model.permits(requirement.rule, roles: held, permissions: direct) {
                        mistakes.append("\(requirement) for \(held) \(direct): bits say \(bits)")
                    }
                }
            }
        }
        #expect(mistakes.prefix(5) == [])
        #expect((rounds * 12...rounds * 84).contains(admitted), "the cases should neither all pass nor all fail: \(admitted)")
    }
}
