/// A log setting that cannot be used.
public struct LoggingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what would be right.
    public let description: String

    static func unknown(_ key: String, allowed: [String]) -> LoggingError {
        LoggingError(description: "\(key) must be one of \(allowed.joined(separator: ", "))")
    }
}
