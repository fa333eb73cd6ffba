/// Base64url without padding (RFC 4648 §5, RFC 7515 §2), canonical only.
///
/// One byte string has one text: padding, `+` and `/`, white space and non-zero trailing bits are refused (RFC 4648 §3.5).
/// A token therefore cannot be respelled into a second one that means the same.
public enum Base64URL {
    /// Decodes a text.
    /// - Returns: The bytes, or nothing when the text is not canonical base64url.
    public static func decode(_ text: String) -> [UInt8]? {
        self.decode(Array(text.utf8)[...])
    }

    /// Decodes a text.
    /// - Parameter text: Its bytes.
    /// - Returns: The bytes, or nothing when the text is not canonical base64url.
    package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        text.withUnsafeBufferPointer(self.decode)
    }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        let (groups, tail) = text.count.quotientAndRemainder(dividingBy: 4)
        guard tail != 1 else { return nil }
        var invalid: UInt8 = 0
        let result = [UInt8](unsafeUninitializedCapacity: groups * 3 + tail) { result, count in
            self.values.withUnsafeBufferPointer { values in
                func append(_ byte: UInt8) {
                    result[count] = byte
                    count += 1
                }
                for group in 0..<groups {
                    let (a, b) = (values[Int(text[group * 4])], values[Int(text[group * 4 + 1])])
                    let (c, d) = (values[Int(text[group * 4 + 2])], values[Int(text[group * 4 + 3])])
                    invalid |= a | b | c | d
                    append(a << 2 | b >> 4)
                    append(b << 4 | c >> 2)
                    append(c << 6 | d)
                }
                guard tail != 0 else { return }
                let (a, b) = (values[Int(text[groups * 4])], values[Int(text[groups * 4 + 1])])
                let c = tail == 3 ? values[Int(text[groups * 4 + 2])] : 0
                invalid |= a | b | c
                append(a << 2 | b >> 4)
                if tail == 3 { append(b << 4 | c >> 2) }
                // Bits that belong to no byte must be zero.
                if (tail == 3 ? c & 0b11 : b & 0b1111) != 0 { invalid = 0x80 }
            }
        }
        return invalid & 0x80 == 0 ? result : nil
    }

    /// Encodes bytes.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count * 4 + 2) / 3)
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                result.append(self.alphabet[Int(buffer >> UInt32(bits)) & 0x3F])
            }
        }
        if bits > 0 { result.append(self.alphabet[Int(buffer << UInt32(6 - bits)) & 0x3F]) }
        return String(decoding: result, as: UTF8.self)
    }

    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of each character; the upper bit marks those outside the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0x80, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}
