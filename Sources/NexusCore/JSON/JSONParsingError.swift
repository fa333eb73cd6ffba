/// Why bytes are not the JSON that was asked for. Says what and where, never which bytes.
public struct JSONParsingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Sendable, Hashable {
        /// The text ends before the value does.
        case unexpectedEnd = "unexpected end"
        /// A byte that cannot stand here.
        case unexpectedByte = "unexpected byte"
        /// Something follows the value.
        case trailingBytes = "trailing bytes"
        /// A number outside the grammar of RFC 8259 §6.
        case malformedNumber = "malformed number"
        /// A number that no finite `Double` can hold.
        case numberOutOfRange = "number out of range"
        /// A control character, an escape or a surrogate that a string cannot hold.
        case malformedString = "malformed string"
        /// Bytes of a string that are not UTF-8.
        case invalidUTF8 = "invalid UTF-8"
        /// Two members of an object with the same name.
        case duplicateMember = "duplicate member"
        /// More than a limit admits.
        case limitExceeded = "limit exceeded"
    }

    /// What is wrong.
    public let reason: Reason
    /// Where, in bytes from the start.
    public let offset: Int

    /// Creates an error.
    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// What is wrong, and where.
    public var description: String { "\(self.reason.rawValue) at byte \(self.offset)" }
}
