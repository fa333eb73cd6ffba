#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Why the audit trail cannot be configured, written or read. Carries no content of any record.
public struct AuditError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of error it is.
    public struct Code: Sendable, Hashable, RawRepresentable {
        /// The name of the kind.
        public let rawValue: String

        /// Creates a code.
        /// - Parameter rawValue: The name of the kind.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// An option has a value it cannot have.
        public static let configuration = Code(rawValue: "configuration")
        /// The system refused a call.
        public static let system = Code(rawValue: "system")
        /// Another process writes the same file.
        public static let inUse = Code(rawValue: "in_use")
        /// The trail has been shut down.
        public static let closed = Code(rawValue: "closed")
        /// A store other than a file refused.
        public static let store = Code(rawValue: "store")
    }

    /// What kind of error it is.
    public let code: Code
    /// One line for a person.
    public let description: String

    /// Creates an error.
    /// - Parameters:
    ///   - code: What kind of error it is.
    ///   - description: One line for a person, without content of any record.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    static func system(_ call: String, _ path: String, errno code: Int32) -> AuditError {
        AuditError(.system, "cannot \(call) \(path): \(String(cString: strerror(code)))")
    }
}
