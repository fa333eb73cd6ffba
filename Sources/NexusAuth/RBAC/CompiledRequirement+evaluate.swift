extension CompiledRequirement {
    /// What a requirement says about a principal.
    package enum Outcome: Sendable, Hashable {
        /// Pass. Rules in shadow that would have refused are named.
        case allowed(shadowed: [String])
        /// Refused by the rule named.
        case denied(rule: String)
        /// A custom check has to be asked first.
        case undecided(check: Int)

        package var isAllowed: Bool {
            if case .allowed = self { true } else { false }
        }
    }

    /// The answers of custom checks so far, by their index.
    package struct Answers: Sendable {
        private var known: [Int: Bool] = [:]
        private var fallback: Bool?

        package init() {}

        /// Answers every check the same way, for analysing a policy.
        static func assuming(_ answer: Bool) -> Answers {
            var answers = Answers()
            answers.fallback = answer
            return answers
        }

        package subscript(check: Int) -> Bool? {
            get { self.known[check] ?? self.fallback }
            set { self.known[check] = newValue }
        }
    }

    /// Decides about what an identity was granted.
    ///
    /// Custom checks come last: none is asked for while the bits alone decide.
    package func evaluate(_ grants: Grants, answers: Answers = Answers()) -> Outcome {
        Self.evaluate(self.root, grants, answers)
    }

    private static func evaluate(_ node: Node, _ grants: borrowing Grants, _ answers: borrowing Answers) -> Outcome {
        switch node {
        case .anyIdentity: return .allowed(shadowed: [])
        case .role(let number, let rule):
            guard let number, grants.roles.contains(number) else { return .denied(rule: rule) }
            return .allowed(shadowed: [])
        case .permission(let number, let rule):
            guard let number, grants.permissions.contains(number) else { return .denied(rule: rule) }
            return .allowed(shadowed: [])
        case .custom(let check, let rule):
            guard let answer = answers[check] else { return .undecided(check: check) }
            return answer ? .allowed(shadowed: []) : .denied(rule: rule)
        case .shadow(let node):
            let outcome = self.evaluate(node, grants, answers)
            if case .denied(let rule) = outcome { return .allowed(shadowed: [rule]) }
            return outcome
        case .all(let nodes):
            return self.all(nodes, grants, answers)
        case .any(let nodes, let rule):
            return self.any(nodes, rule, grants, answers)
        }
    }

    private static func all(_ nodes: [Node], _ grants: borrowing Grants, _ answers: borrowing Answers) -> Outcome {
        var undecided: Int?
        var shadowed: [String] = []
        for node in nodes {
            switch self.evaluate(node, grants, answers) {
            case .allowed(let rules): shadowed += rules
            case .denied(let rule): return .denied(rule: rule)
            case .undecided(let check): undecided = undecided ?? check
            }
        }
        return undecided.map { .undecided(check: $0) } ?? .allowed(shadowed: shadowed)
    }

    /// Whoever passes without a shadow passes without a record; only then a check is asked, and only then a shadow lets pass.
    private static func any(_ nodes: [Node], _ rule: String, _ grants: borrowing Grants, _ answers: borrowing Answers) -> Outcome {
        var undecided: Int?
        var inShadow: [String]?
        for node in nodes {
            switch self.evaluate(node, grants, answers) {
            case .allowed(let rules) where rules.isEmpty: return .allowed(shadowed: [])
            case .allowed(let rules): inShadow = inShadow ?? rules
            case .denied: break
            case .undecided(let check): undecided = undecided ?? check
            }
        }
        if let undecided { return .undecided(check: undecided) }
        return inShadow.map { .allowed(shadowed: $0) } ?? .denied(rule: rule)
    }
}
