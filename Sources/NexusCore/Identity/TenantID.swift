/// The tenant that a request acts for.
///
/// Only the gate makes one: from a verified token, or from an override by the admin role that the audit trail records.
/// Code that takes a `TenantID` therefore cannot be handed a header, a path parameter or a guess.
public struct TenantID: Sendable, Hashable, CustomStringConvertible {
    /// The identifier as the token spelled it.
    public let rawValue: String

    /// Longest identifier accepted, in bytes.
    public static let maximumLength = 128

    /// Creates a tenant from a verified source, or nothing when the identifier is malformed.
    ///
    /// Letters, digits, `-`, `_`, `.`, `:` and `@` in ASCII: look-alike characters of other scripts cannot name a second tenant.
    package init?(verified rawValue: String) {
        guard Self.isWellFormed(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// Whether an identifier has the length and the characters of a tenant.
    package static func isWellFormed(_ candidate: String) -> Bool {
        let bytes = candidate.utf8
        guard !bytes.isEmpty, bytes.count <= self.maximumLength else { return false }
        return bytes.everyByte { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "@"):
                true
            default: false
            }
        }
    }

    /// The identifier.
    public var description: String { self.rawValue }
}
