import NIOCore

/// Reads RESP2 replies from bytes as they come.
///
/// Nothing is read twice: a half-received array waits in ``frames``, a half-received line in ``scanned``. Memory is bounded by the
/// limits. After a violation there is no way to find the next reply, so the same violation is thrown for ever.
struct RESPParser {
    private struct Frame {
        var missing: Int
        var elements: [RESPValue] = []
    }

    private enum Token {
        case value(RESPValue)
        case array(Int)
        case bulk(Int)
    }

    private static let types = Array("+-:$*".utf8)

    private let limits: RESPLimits
    private var buffer = ByteBuffer()
    private var scanned = 0
    private var frames: [Frame] = []
    private var bulkLength: Int?
    private var consumed = 0
    private var elements = 0
    private var violation: RESPViolation?

    init(limits: RESPLimits = RESPLimits()) {
        self.limits = limits
    }

    /// Adds received bytes.
    mutating func append(_ bytes: ByteBuffer) {
        if self.buffer.readableBytes == 0 {
            self.buffer = bytes
        } else {
            self.buffer.discardReadBytes()
            self.buffer.writeImmutableBuffer(bytes)
        }
    }

    /// The next whole reply.
    /// - Returns: The reply, or nil when more bytes are needed.
    /// - Throws: The violation that ended the stream.
    mutating func next() throws(RESPViolation) -> RESPValue? {
        if let violation = self.violation { throw violation }
        do {
            return try self.parse()
        } catch {
            self.violation = error
            self.buffer.clear()
            self.frames = []
            throw error
        }
    }

    private mutating func parse() throws(RESPViolation) -> RESPValue? {
        while true {
            if let length = self.bulkLength {
                guard let bytes = try self.readBulk(length) else { return nil }
                self.bulkLength = nil
                if let reply = self.fold(.bulk(bytes)) { return reply }
                continue
            }
            guard let token = try self.readToken() else { return nil }
            switch token {
            case .value(let value):
                if let reply = self.fold(value) { return reply }
            case .bulk(let length):
                self.bulkLength = length
            case .array(let count):
                self.frames.append(Frame(missing: count))
            }
        }
    }

    /// Puts a value where it belongs; gives back the reply that it completes.
    private mutating func fold(_ value: RESPValue) -> RESPValue? {
        var value = value
        while var frame = self.frames.popLast() {
            frame.elements.append(value)
            frame.missing -= 1
            if frame.missing > 0 {
                self.frames.append(frame)
                return nil
            }
            value = .array(frame.elements)
        }
        self.consumed = 0
        self.elements = 0
        return value
    }

    private mutating func readToken() throws(RESPViolation) -> Token? {
        guard let type = self.buffer.getInteger(at: self.buffer.readerIndex, as: UInt8.self) else { return nil }
        // Before the whole line is there: another protocol may never end one.
        guard Self.types.contains(type) else { throw .unknownType }
        guard var rest = try self.readLine() else { return nil }
        rest.moveReaderIndex(forwardBy: 1)
        switch type {
        case UInt8(ascii: "+"):
            return .value(.simple(String(buffer: rest)))
        case UInt8(ascii: "-"):
            return .value(.error(String(buffer: rest)))
        case UInt8(ascii: ":"):
            guard let integer = Self.integer(rest) else { throw .malformedInteger }
            return .value(.integer(integer))
        case UInt8(ascii: "$"):
            return try self.bulkHeader(rest)
        default:
            return try self.arrayHeader(rest)
        }
    }

    private func bulkHeader(_ line: ByteBuffer) throws(RESPViolation) -> Token {
        guard let length = Self.integer(line), length >= -1 else { throw .malformedLength }
        if length == -1 { return .value(.null) }
        guard length <= Int64(self.limits.replyLength &- self.consumed) else { throw .replyTooLong }
        return .bulk(Int(length))
    }

    private mutating func arrayHeader(_ line: ByteBuffer) throws(RESPViolation) -> Token {
        guard let count = Self.integer(line), count >= -1 else { throw .malformedLength }
        if count == -1 { return .value(.null) }
        guard count <= Int64(self.limits.elements &- self.elements) else { throw .tooManyElements }
        guard self.frames.count < self.limits.depth else { throw .tooDeep }
        self.elements += Int(count)
        return count == 0 ? .value(.array([])) : .array(Int(count))
    }

    private mutating func readLine() throws(RESPViolation) -> ByteBuffer? {
        let start = self.buffer.readerIndex
        var view = self.buffer.readableBytesView
        view = view[(start + self.scanned)...]
        guard let end = view.firstIndex(of: UInt8(ascii: "\r")) else {
            self.scanned = self.buffer.readableBytes
            guard self.scanned <= self.limits.lineLength else { throw .lineTooLong }
            return nil
        }
        let length = end - start
        guard length <= self.limits.lineLength else { throw .lineTooLong }
        self.scanned = length
        guard let next = self.buffer.getInteger(at: end + 1, as: UInt8.self) else { return nil }
        guard next == UInt8(ascii: "\n") else { throw .malformedLineEnd }
        self.scanned = 0
        try self.consume(length + 2)
        let line = self.buffer.readSlice(length: length)
        self.buffer.moveReaderIndex(forwardBy: 2)
        return line
    }

    private mutating func readBulk(_ length: Int) throws(RESPViolation) -> [UInt8]? {
        guard self.buffer.readableBytes >= length + 2 else { return nil }
        let end = self.buffer.readerIndex + length
        guard self.buffer.getInteger(at: end, as: UInt16.self) == 0x0D0A else { throw .malformedLineEnd }
        try self.consume(length + 2)
        let bytes = self.buffer.readBytes(length: length)
        self.buffer.moveReaderIndex(forwardBy: 2)
        return bytes
    }

    private mutating func consume(_ count: Int) throws(RESPViolation) {
        self.consumed += count
        guard self.consumed <= self.limits.replyLength else { throw .replyTooLong }
    }

    /// `[+|-]digits` that fit 64 bits, and nothing else.
    private static func integer(_ line: ByteBuffer) -> Int64? {
        var digits = line.readableBytesView[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(byte &- UInt8(ascii: "0"))
            // Counted downwards, because the least value has no positive twin.
            let (sum, sumOverflow) = scaled.subtractingReportingOverflow(digit)
            guard !overflow, !sumOverflow else { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }
}
