/// A user's name: ASCII letters in lower case, digits and `-_.@+`, so that no two names look alike.
package struct Username: Sendable, Hashable, CustomStringConvertible {
    /// Longest name, in bytes.
    package static let maximumLength = 128

    /// The name in lower case.
    package let rawValue: String

    /// Reads a name in any case, or gives nothing when it is malformed.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= Self.maximumLength, bytes.allSatisfy(Self.isAllowed) else { return nil }
        self.rawValue = text.lowercased()
    }

    /// The name in lower case.
    package var description: String { self.rawValue }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
