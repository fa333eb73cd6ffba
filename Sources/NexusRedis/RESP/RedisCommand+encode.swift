import NIOCore

extension RedisCommand {
    /// Appends the command as it goes over the wire: an array of bulk strings.
    func encode(into buffer: inout ByteBuffer) {
        let bound = self.arguments.reduce(WireWriter.lengthBound) { $0 + WireWriter.lengthBound + $1.count + 2 }
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { bytes in
            var writer = WireWriter(bytes)
            writer.write(UInt8(ascii: "*"), length: self.arguments.count)
            for argument in self.arguments { writer.write(argument) }
            return writer.count
        }
    }
}

/// Writes into memory that is large enough: copies and digits, no strings in between.
private struct WireWriter {
    /// The longest line with a length: a type, nineteen digits and the line's end.
    static let lengthBound = 22

    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ bytes: UnsafeMutableRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func write(_ argument: RedisCommand.Argument) {
        switch argument {
        case .text(var text):
            text.withUTF8 { self.write(bulk: UnsafeRawBufferPointer($0)) }
        case .bytes(let content):
            content.withUnsafeBytes { self.write(bulk: $0) }
        case .integer(let integer):
            self.write(UInt8(ascii: "$"), length: integer.magnitude.digitCount + (integer < 0 ? 1 : 0))
            if integer < 0 { self.write(UInt8(ascii: "-")) }
            self.write(digitsOf: integer.magnitude)
            self.writeLineEnd()
        }
    }

    mutating func write(_ type: UInt8, length: Int) {
        self.write(type)
        self.write(digitsOf: length.magnitude)
        self.writeLineEnd()
    }

    private mutating func write(bulk content: UnsafeRawBufferPointer) {
        self.write(UInt8(ascii: "$"), length: content.count)
        UnsafeMutableRawBufferPointer(rebasing: self.bytes[self.count...]).copyMemory(from: content)
        self.count += content.count
        self.writeLineEnd()
    }

    private mutating func write(digitsOf number: UInt) {
        let end = self.count + number.digitCount
        var (rest, index) = (number, end)
        repeat {
            index -= 1
            self.bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while index > self.count
        self.count = end
    }

    private mutating func writeLineEnd() {
        self.write(UInt8(ascii: "\r"))
        self.write(UInt8(ascii: "\n"))
    }

    private mutating func write(_ byte: UInt8) {
        self.bytes[self.count] = byte
        self.count += 1
    }
}

extension UInt {
    fileprivate var digitCount: Int {
        var (count, rest) = (1, self / 10)
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }
}

extension RedisCommand.Argument {
    /// An upper bound of its length in bytes.
    fileprivate var count: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .integer: 20
        }
    }
}
