/// Lower-case hexadecimal of fixed width, as trace context, request identifiers and hashes use it.
package enum LowercaseHex {
    /// Writes the low `digits` digits of a value from a position on, which must lie inside the buffer.
    static func write(_ value: UInt64, digits: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, at position: Int) {
        let high = self.digits(of: UInt32(truncatingIfNeeded: value >> 32))
        let low = self.digits(of: UInt32(truncatingIfNeeded: value))
        let place = UnsafeMutableRawBufferPointer(buffer.extracting(position..<(position + digits)))
        if digits == 16 {
            place.storeBytes(of: high.bigEndian, as: UInt64.self)
            place.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        } else {
            withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { all in
                place.copyMemory(from: UnsafeRawBufferPointer(rebasing: all.suffix(digits)))
            }
        }
    }

    /// The eight digits of a value as text, the last one in the lowest byte: all at once, without a branch.
    private static func digits(of value: UInt32) -> UInt64 {
        var nibbles = UInt64(value)
        nibbles = (nibbles << 16 | nibbles) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles << 8 | nibbles) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles << 4 | nibbles) & 0x0F0F_0F0F_0F0F_0F0F
        // 10 to 15 are letters: they lie 39 further on than digits would.
        let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39
    }

    /// Writes 64 bits as 16 digits.
    static func string(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            self.write(value, digits: 16, to: buffer, at: 0)
            return 16
        }
    }

    /// Writes 128 bits as 32 digits.
    static func string(high: UInt64, low: UInt64) -> String {
        // Through room of its own: a string that is written in place is looked at byte by byte.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
            self.write(high, digits: 16, to: buffer, at: 0)
            self.write(low, digits: 16, to: buffer, at: 16)
            return String(decoding: buffer, as: UTF8.self)
        }
    }

    /// Reads the digits of a range, or nothing when the range leaves the buffer, is longer than 16, or holds anything else.
    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64? {
        guard range.count <= 16, range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
        var value: UInt64 = 0
        for index in range {
            let digit = bytes[index]
            let nibble: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            value = value << 4 | UInt64(nibble)
        }
        return value
    }
}

extension OutputSpan<UInt8> {
    /// Appends 64 bits as 16 digits. There must be room for them.
    package mutating func append(lowercaseHex value: UInt64) {
        self.withUnsafeMutableBufferPointer { buffer, count in
            LowercaseHex.write(value, digits: 16, to: buffer, at: count)
            count += 16
        }
    }
}
