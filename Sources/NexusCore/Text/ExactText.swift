/// A piece of text that equals another only when their bytes do.
///
/// `String` compares characters: to it the Kelvin sign (U+212A) is a `K`, and a slash that a combining mark follows is no slash. Names that
/// decide about access are compared as RFC 8259 §8.3 and RFC 3986 §6.2.1 do: byte by byte.
package struct ExactText: Sendable, Hashable {
    /// The text.
    package let text: Substring

    /// Takes a piece of a string; nothing is copied.
    package init(_ text: Substring) {
        self.text = text
    }

    /// Takes a whole string; nothing is copied.
    package init(_ text: String) {
        self.text = text[...]
    }

    package static func == (lhs: ExactText, rhs: ExactText) -> Bool {
        let isSame = lhs.text.utf8.withContiguousStorageIfAvailable { left in
            rhs.text.utf8.withContiguousStorageIfAvailable { right in left.hasSameBytes(as: right) }
        }
        return (isSame ?? nil) ?? lhs.text.utf8.elementsEqual(rhs.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        let done: Void? = self.text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        if done == nil { Array(self.text.utf8).withUnsafeBytes { hasher.combine(bytes: $0) } }
        hasher.combine(0xFF as UInt8)
    }
}
