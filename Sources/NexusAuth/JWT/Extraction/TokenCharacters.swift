/// The characters of a bearer token: letters, digits and `-._~+/=` (RFC 6750 §2.1).
enum TokenCharacters {
    /// Whether there are no others. Without a branch in the loop, so that the compiler looks at many at a time.
    static func fill(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var others: UInt8 = 0
        for byte in bytes {
            // What lies below a range's beginning wraps round to more than the range is long; "-", "." and "/" lie before the digits.
            let isLetter: UInt8 = (byte | 0x20) &- UInt8(ascii: "a") <= 25 ? 1 : 0
            let isDigit: UInt8 = byte &- UInt8(ascii: "-") <= 12 ? 1 : 0
            let isMark: UInt8 = byte == UInt8(ascii: "_") ? 1 : 0
            let isTilde: UInt8 = byte == UInt8(ascii: "~") ? 1 : 0
            let isPlus: UInt8 = byte == UInt8(ascii: "+") ? 1 : 0
            let isPadding: UInt8 = byte == UInt8(ascii: "=") ? 1 : 0
            others |= 1 ^ (isLetter | isDigit | isMark | isTilde | isPlus | isPadding)
        }
        return others == 0
    }
}
