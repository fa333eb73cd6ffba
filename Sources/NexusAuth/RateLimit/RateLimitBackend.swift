/// Where buckets are kept.
public struct RateLimitBackend: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    /// The name in a configuration.
    public let rawValue: String

    /// Creates a backend by name; an unknown one is refused when the configuration is validated.
    /// - Parameter rawValue: The name in a configuration.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// In this process.
    public static let memory = RateLimitBackend(rawValue: "memory")
    /// In Redis, shared by several servers.
    public static let redis = RateLimitBackend(rawValue: "redis")

    package static let all: [RateLimitBackend] = [.memory, .redis]

    /// The name in a configuration.
    public var description: String { self.rawValue }
}
