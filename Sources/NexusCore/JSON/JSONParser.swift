/// A strict reader of JSON (RFC 8259): one value, nothing after it, every rule of the grammar, and limits.
///
/// What other readers let pass is refused here: two members of one name, bytes that are not UTF-8, lone surrogates, leading
/// zeros, numbers without a finite value. Two readers that understand the same token differently are how checks are passed.
public struct JSONParser: Sendable {
    private let bytes: [UInt8]
    private let limits: Limits
    private var position = 0
    private var nodes = 0

    private init(_ bytes: [UInt8], limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Reads one value.
    /// - Parameters:
    ///   - bytes: The text in UTF-8, without a byte order mark.
    ///   - limits: How much it may hold.
    /// - Throws: ``JSONParsingError`` when the text is not JSON or holds too much.
    public static func parse(_ bytes: [UInt8], limits: Limits = .general) throws(JSONParsingError) -> JSONValue {
        guard bytes.count <= limits.maximumBytes else { throw JSONParsingError(.limitExceeded, at: limits.maximumBytes) }
        var parser = JSONParser(bytes, limits: limits)
        parser.skipWhitespace()
        let value = try parser.value(depth: 0)
        parser.skipWhitespace()
        guard parser.position == bytes.count else { throw parser.error(.trailingBytes) }
        return value
    }

    /// Reads one object.
    /// - Parameters:
    ///   - bytes: The text in UTF-8, without a byte order mark.
    ///   - limits: How much it may hold.
    /// - Throws: ``JSONParsingError`` when the text is not one JSON object or holds too much.
    public static func parseObject(_ bytes: [UInt8], limits: Limits = .general) throws(JSONParsingError) -> JSONObject {
        guard case .object(let object) = try self.parse(bytes, limits: limits) else { throw JSONParsingError(.unexpectedByte, at: 0) }
        return object
    }

    private mutating func value(depth: Int) throws(JSONParsingError) -> JSONValue {
        try self.countNode()
        switch try self.peek() {
        case UInt8(ascii: "{"): return .object(try self.object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try self.array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.literal("true", .bool(true))
        case UInt8(ascii: "f"): return try self.literal("false", .bool(false))
        case UInt8(ascii: "n"): return try self.literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try self.number()
        default: throw self.error(.unexpectedByte)
        }
    }

    private mutating func object(depth: Int) throws(JSONParsingError) -> JSONObject {
        guard depth <= self.limits.maximumDepth else { throw self.error(.limitExceeded) }
        self.position += 1
        var members = Members(allowsDuplicates: self.limits.allowsDuplicateMembers)
        self.skipWhitespace()
        if try self.consume(UInt8(ascii: "}")) { return JSONObject(members: []) }
        while true {
            guard try self.peek() == UInt8(ascii: "\"") else { throw self.error(.unexpectedByte) }
            try self.countNode()
            let start = self.position
            let name = try self.string()
            self.skipWhitespace()
            guard try self.consume(UInt8(ascii: ":")) else { throw self.error(.unexpectedByte) }
            self.skipWhitespace()
            let value = try self.value(depth: depth)
            guard members.append(name, value) else { throw JSONParsingError(.duplicateMember, at: start) }
            self.skipWhitespace()
            if try self.consume(UInt8(ascii: "}")) { return members.object }
            guard try self.consume(UInt8(ascii: ",")) else { throw self.error(.unexpectedByte) }
            self.skipWhitespace()
        }
    }

    private mutating func array(depth: Int) throws(JSONParsingError) -> [JSONValue] {
        guard depth <= self.limits.maximumDepth else { throw self.error(.limitExceeded) }
        self.position += 1
        var elements: [JSONValue] = []
        self.skipWhitespace()
        if try self.consume(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try self.value(depth: depth))
            self.skipWhitespace()
            if try self.consume(UInt8(ascii: "]")) { return elements }
            guard try self.consume(UInt8(ascii: ",")) else { throw self.error(.unexpectedByte) }
            self.skipWhitespace()
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONParsingError) -> JSONValue {
        let end = self.position + text.utf8CodeUnitCount
        guard end <= self.bytes.count else { throw self.error(.unexpectedEnd) }
        let matches = text.withUTF8Buffer { $0.elementsEqual(self.bytes[self.position..<end]) }
        guard matches else { throw self.error(.unexpectedByte) }
        self.position = end
        return value
    }

    private mutating func number() throws(JSONParsingError) -> JSONValue {
        let start = self.position
        let scanned = NumberScanner.scan(self.bytes, from: start)
        guard let scanned else { throw self.error(.malformedNumber) }
        guard scanned.end - start <= self.limits.maximumNumberLength else { throw self.error(.limitExceeded) }
        self.position = scanned.end
        if let integer = scanned.integer { return .integer(integer) }
        guard let double = Double(String(decoding: self.bytes[start..<scanned.end], as: UTF8.self)), double.isFinite else {
            throw JSONParsingError(.numberOutOfRange, at: start)
        }
        return .number(double)
    }

    private mutating func string() throws(JSONParsingError) -> String {
        let scanned = try StringScanner.scan(self.bytes, from: self.position + 1)
        self.position = scanned.end
        return scanned.text
    }

    private mutating func countNode() throws(JSONParsingError) {
        self.nodes += 1
        guard self.nodes <= self.limits.maximumNodes else { throw self.error(.limitExceeded) }
    }

    private mutating func skipWhitespace() {
        while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case 0x20, 0x0A, 0x0D, 0x09: self.position += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONParsingError) -> UInt8 {
        guard self.position < self.bytes.count else { throw self.error(.unexpectedEnd) }
        return self.bytes[self.position]
    }

    private mutating func consume(_ byte: UInt8) throws(JSONParsingError) -> Bool {
        guard try self.peek() == byte else { return false }
        self.position += 1
        return true
    }

    private func error(_ reason: JSONParsingError.Reason) -> JSONParsingError {
        JSONParsingError(reason, at: self.position)
    }
}
