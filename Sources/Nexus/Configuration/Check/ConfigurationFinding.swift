/// Something in a configuration that is allowed, and that its owner should know about.
public struct ConfigurationFinding: Sendable, Hashable, CustomStringConvertible {
    /// How much it matters.
    public struct Severity: Sendable, Hashable, Comparable, RawRepresentable, CustomStringConvertible {
        /// 0 is the mildest.
        public let rawValue: Int

        /// Creates a severity.
        /// - Parameter rawValue: 0 to 2; 0 is the mildest.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// Worth knowing.
        public static let notice = Severity(rawValue: 0)
        /// Probably not what was meant.
        public static let warning = Severity(rawValue: 1)
        /// Must not go into production: ``NexusConfiguration/requireSound()`` and `nexus check` refuse it.
        public static let error = Severity(rawValue: 2)

        /// Whether the first matters less.
        public static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rawValue < rhs.rawValue }

        /// `notice`, `warning` or `error`.
        public var description: String { self == .error ? "error" : self == .warning ? "warning" : "notice" }
    }

    /// How much it matters.
    public let severity: Severity
    /// The key it is about.
    public let key: String
    /// One sentence for a person; never a secret.
    public let message: String

    /// Severity, key and sentence in one line.
    public var description: String { "\(self.severity): \(self.key): \(self.message)" }
}
