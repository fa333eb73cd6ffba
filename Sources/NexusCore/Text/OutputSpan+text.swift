extension OutputSpan<UInt8> {
    /// Appends bytes that lie together. There must be room for them.
    @inlinable
    package mutating func append(bytes: UnsafeBufferPointer<UInt8>) {
        self.withUnsafeMutableBufferPointer { buffer, count in
            count += buffer.extracting(count...).initialize(fromContentsOf: bytes)
        }
    }

    /// Appends the bytes of a text. There must be room for them.
    @inlinable
    package mutating func append(text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { self.append(bytes: $0) }
        if isDone == nil { for byte in text.utf8 { self.append(byte) } }
    }

    /// Appends text of the source code. There must be room for it.
    @inlinable
    package mutating func append(text: StaticString) {
        text.withUTF8Buffer { self.append(bytes: $0) }
    }

    /// Appends a number in decimal digits. There must be room for twenty bytes.
    package mutating func append(decimal number: Int64) {
        if number < 0 { self.append(UInt8(ascii: "-")) }
        var digits = 1
        var rest = number.magnitude / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        self.append(number.magnitude, digits: digits)
    }

    /// Appends the last digits of a number, zeros included. There must be room for them.
    package mutating func append(_ number: UInt64, digits: Int) {
        self.withUnsafeMutableBufferPointer { buffer, count in
            let place = buffer.extracting(count..<(count + digits))
            var rest = number
            for index in place.indices.reversed() {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                place.initializeElement(at: index, to: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
                rest = quotient
            }
            count += digits
        }
    }
}
