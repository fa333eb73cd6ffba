/// Why a token configuration cannot be used. Names options and references, never values of secrets.
public struct JWTConfigError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The option that is wrong, by its name in `nexus.yaml`, such as `jwt.secret`.
    public let option: String
    /// What is wrong with it, in one line.
    public let reason: String

    package init(_ option: String, _ reason: String) {
        self.option = option
        self.reason = reason
    }

    /// The option and the reason in one line.
    public var description: String { "\(self.option): \(self.reason)" }
}
