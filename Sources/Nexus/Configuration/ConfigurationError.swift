/// Why a configuration cannot be used: every problem that was found, in one line each. Never the value of a secret.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line for each problem: where it is, what is wrong, and how to mend it.
    public let problems: [String]

    /// Creates an error.
    /// - Parameter problems: One line each.
    init(_ problems: [String]) {
        self.problems = problems
    }

    /// Creates an error with one problem.
    init(_ problem: String) {
        self.init([problem])
    }

    /// What is wrong with a key. No colon stands behind the key: `secret: short` would read as a secret, and a log that takes secrets out
    /// would take the reason.
    static func line(_ key: String, _ reason: String) -> String { "\(key) - \(reason)" }

    /// The problems, a line each.
    public var description: String { self.problems.joined(separator: "\n") }
}
