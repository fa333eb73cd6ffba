/// How a request ended, and which part of the gate decided it.
public struct AuditDecision: Sendable, Hashable {
    /// The ways a request can end.
    public struct Outcome: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
        /// The name in the trail.
        public let rawValue: String

        /// Creates an outcome.
        /// - Parameter rawValue: The name in the trail.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The name in the trail.
        public var description: String { self.rawValue }

        /// Every gate let it pass, and the handler answered.
        public static let admitted = Outcome(rawValue: "admitted")
        /// A gate refused it.
        public static let rejected = Outcome(rawValue: "rejected")
        /// It was let pass, and the handler or the server failed.
        public static let failed = Outcome(rawValue: "failed")
        /// The client went away before it had its answer.
        public static let cancelled = Outcome(rawValue: "cancelled")
        /// It was answered without a gate: a CORS preflight, a health probe, a page of the docs.
        public static let answered = Outcome(rawValue: "answered")
    }

    /// How the request ended.
    public var outcome: Outcome
    /// The stage that decided: `address_limit`, `token`, `tenant`, `identity_limit`, `requirement`, `handler`, …
    public var stage: String
    /// The rule of that stage: a limit's name, a requirement, a configuration key.
    public var rule: String?
    /// Why, for whoever reads the trail. The client never sees it.
    public var reason: String?
}

// Outside of the declaration, where the memberwise initialiser is at hand: assigned one by one, optional members are copied once more.
extension AuditDecision {
    /// Creates a decision.
    /// - Parameters:
    ///   - outcome: How the request ended.
    ///   - stage: The stage that decided.
    ///   - rule: The rule of that stage.
    ///   - reason: Why.
    public init(_ outcome: Outcome, stage: String, rule: String? = nil, reason: String? = nil) {
        self.init(outcome: outcome, stage: stage, rule: rule, reason: reason)
    }
}
