/// Why an app cannot be built or started.
public struct NexusError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line for a person: what is wrong, where, and how to mend it. Never a secret.
    public let description: String

    /// Creates an error.
    /// - Parameter description: One line for a person.
    public init(_ description: String) {
        self.description = description
    }
}
