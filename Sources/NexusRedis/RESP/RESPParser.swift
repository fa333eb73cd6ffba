import NIOCore

/// Reads RESP2 replies from bytes as they come.
///
/// Nothing is read twice: a half-received array waits in ``frames``, a half-received line in ``scanned``. Memory is bounded by the
/// limits. After a violation there is no way to find the next reply, so the same violation is thrown for ever.
struct RESPParser {
    private struct Frame {
        var missing: Int
        var elements: [RESPValue] = []

        init(missing: Int) {
            self.missing = missing
            self.elements.reserveCapacity(missing)
        }
    }

    /// A line at the front of the buffer.
    private struct Line {
        let type: UInt8
        /// Without its type and its end.
        let length: Int
    }

    private enum Token {
        case value(RESPValue)
        case array(Int)
        case bulk(Int)
    }

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

    /// All whole replies there are, appended to others.
    /// - Throws: The violation that ended the stream, after the replies before it.
    mutating func drain(into replies: inout [RESPValue]) throws(RESPViolation) {
        while let reply = try self.next() { replies.append(reply) }
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
        while let last = self.frames.indices.last {
            self.frames[last].elements.append(value)
            self.frames[last].missing -= 1
            guard self.frames[last].missing == 0, let frame = self.frames.popLast() else { return nil }
            value = .array(frame.elements)
        }
        self.consumed = 0
        self.elements = 0
        return value
    }

    private mutating func readToken() throws(RESPViolation) -> Token? {
        guard let line = try self.wholeLine() else { return nil }
        defer { self.buffer.moveReaderIndex(forwardBy: line.length + 3) }
        switch line.type {
        case UInt8(ascii: "+"):
            return .value(.simple(self.text(line)))
        case UInt8(ascii: "-"):
            return .value(.error(self.text(line)))
        case UInt8(ascii: ":"):
            guard let integer = self.integer(line) else { throw .malformedInteger }
            return .value(.integer(integer))
        case UInt8(ascii: "$"):
            return try self.bulkHeader(self.integer(line))
        default:
            return try self.arrayHeader(self.integer(line))
        }
    }

    private func bulkHeader(_ length: Int64?) throws(RESPViolation) -> Token {
        guard let length, length >= -1 else { throw .malformedLength }
        if length == -1 { return .value(.null) }
        guard length <= Int64(self.limits.replyLength &- self.consumed) else { throw .replyTooLong }
        return .bulk(Int(length))
    }

    private mutating func arrayHeader(_ count: Int64?) throws(RESPViolation) -> Token {
        guard let count, count >= -1 else { throw .malformedLength }
        if count == -1 { return .value(.null) }
        guard count <= Int64(self.limits.elements &- self.elements) else { throw .tooManyElements }
        guard self.frames.count < self.limits.depth else { throw .tooDeep }
        self.elements += Int(count)
        return count == 0 ? .value(.array([])) : .array(Int(count))
    }

    private mutating func wholeLine() throws(RESPViolation) -> Line? {
        let start = self.buffer.readerIndex
        guard let type = self.buffer.getInteger(at: start, as: UInt8.self) else { return nil }
        // Before the whole line is there: another protocol may never end one.
        guard Self.isType(type) else { throw .unknownType }
        let scanned = self.scanned
        let end = self.buffer.withUnsafeReadableBytes { bytes in
            (scanned..<bytes.count).first { bytes[$0] == UInt8(ascii: "\r") }
        }
        guard let length = end else {
            self.scanned = self.buffer.readableBytes
            guard self.scanned <= self.limits.lineLength else { throw .lineTooLong }
            return nil
        }
        guard length <= self.limits.lineLength else { throw .lineTooLong }
        self.scanned = length
        guard let next = self.buffer.getInteger(at: start + length + 1, as: UInt8.self) else { return nil }
        guard next == UInt8(ascii: "\n") else { throw .malformedLineEnd }
        self.scanned = 0
        try self.consume(length + 2)
        return Line(type: type, length: length - 1)
    }

    private static func isType(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "$"), UInt8(ascii: "*"): true
        default: false
        }
    }

    private func text(_ line: Line) -> String {
        self.buffer.getString(at: self.buffer.readerIndex + 1, length: line.length) ?? ""
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
    private func integer(_ line: Line) -> Int64? {
        self.buffer.withUnsafeReadableBytes { bytes in
            let end = min(bytes.count, line.length + 1)
            let sign = line.length > 0 ? bytes[1] : 0
            let isNegative = sign == UInt8(ascii: "-")
            let first = isNegative || sign == UInt8(ascii: "+") ? 2 : 1
            guard first < end else { return nil }
            // Counted downwards, because the least value has no positive twin.
            var value: Int64 = 0
            for index in first..<end {
                let digit = bytes[index] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, sumOverflow) = scaled.subtractingReportingOverflow(Int64(digit))
                guard !overflow, !sumOverflow else { return nil }
                value = sum
            }
            if isNegative { return value }
            return value == .min ? nil : -value
        }
    }
}
