/// A health check that cannot be registered.
public struct HealthError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    /// Two checks have one name.
    static func duplicateName(_ name: String) -> HealthError {
        HealthError(description: "there are two health checks named \"\(name)\"")
    }
}
