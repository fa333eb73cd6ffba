/// Why a rate limit configuration is refused. Names the option, never a secret.
public struct RateLimitConfigError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The option, as `nexus.yaml` spells it.
    public let option: String
    /// One line for a person.
    public let description: String

    init(_ option: String, _ reason: String) {
        self.option = option
        self.description = "rate_limit.\(option): \(reason)"
    }
}
