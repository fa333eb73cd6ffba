/// Why roles and requirements do not fit together. Found when the app starts.
public struct AccessPolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line for a person, with the names that are wrong.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
