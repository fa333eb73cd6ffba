/// Appends JSON to a byte buffer without Foundation and without intermediate strings.
///
/// The writer puts the commas; the caller opens and closes what it opened. Strings are escaped so that no control character,
/// quote or line separator of the input can end a line or a string early.
public struct JSONWriter: Sendable {
    /// The bytes written so far.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// Creates a writer.
    /// - Parameter capacity: How many bytes to reserve.
    public init(reservingCapacity capacity: Int = 256) {
        self.bytes = []
        self.bytes.reserveCapacity(capacity)
    }

    /// Creates a writer within an object whose brace and first members a closure appends.
    package init(reservingCapacity capacity: Int, after members: (inout [UInt8]) -> Void) {
        self.init(reservingCapacity: capacity)
        members(&self.bytes)
        self.needsComma = true
    }

    /// The text written so far.
    public var string: String { String(decoding: self.bytes, as: UTF8.self) }

    /// Opens an object.
    public mutating func beginObject() {
        self.separate()
        self.bytes.append(UInt8(ascii: "{"))
        self.needsComma = false
    }

    /// Closes the innermost object.
    public mutating func endObject() {
        self.bytes.append(UInt8(ascii: "}"))
        self.needsComma = true
    }

    /// Opens an array.
    public mutating func beginArray() {
        self.separate()
        self.bytes.append(UInt8(ascii: "["))
        self.needsComma = false
    }

    /// Closes the innermost array.
    public mutating func endArray() {
        self.bytes.append(UInt8(ascii: "]"))
        self.needsComma = true
    }

    /// Writes a member's name as the source code has it: printable ASCII, nothing to escape. Its value must follow.
    public mutating func name(_ name: StaticString) {
        assert(name.withUTF8Buffer(Self.arePlain), "\(name)")
        let isFirst = !self.needsComma
        self.bytes.append(addingCapacity: name.utf8CodeUnitCount + 4) { $0.append(name: name, isFirst: isFirst) }
        self.needsComma = false
    }

    /// Writes a member's name that came from somewhere; its value must follow.
    public mutating func name(escaping name: String) {
        self.separate()
        self.quote(name)
        self.bytes.append(UInt8(ascii: ":"))
        self.needsComma = false
    }

    /// Writes a string value.
    public mutating func value(_ string: String) {
        self.separate()
        self.quote(string)
        self.needsComma = true
    }

    /// A string as it stands in JSON, in quotation marks.
    package static func quoted(_ string: String) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: string.utf8.count + 2)
        writer.quote(string)
        return writer.bytes
    }

    /// Writes an integer value.
    public mutating func value(_ integer: some BinaryInteger) {
        if let integer = Int64(exactly: integer) { self.value(integer) } else { self.raw(String(integer).utf8) }
    }

    /// Writes an integer value.
    public mutating func value(_ integer: Int64) {
        self.separate()
        self.bytes.append(decimal: integer)
        self.needsComma = true
    }

    /// Writes a truth value.
    public mutating func value(_ bool: Bool) {
        self.raw(bool ? "true".utf8 : "false".utf8)
    }

    /// Writes a number, or `null` where JSON has no spelling for it.
    public mutating func value(_ number: some BinaryFloatingPoint & CustomStringConvertible) {
        guard number.isFinite else { return self.null() }
        if number == number.rounded(), number.magnitude < 1e15, let integer = Int64(exactly: number) {
            self.value(integer)
        } else {
            self.raw(number.description.utf8)
        }
    }

    /// Writes `null`.
    public mutating func null() {
        self.raw("null".utf8)
    }

    /// Writes any JSON value.
    public mutating func value(_ json: JSONValue) {
        switch json {
        case .null: self.null()
        case .bool(let bool): self.value(bool)
        case .integer(let integer): self.value(integer)
        case .number(let number): self.value(number)
        case .string(let string): self.value(string)
        case .array(let elements):
            self.beginArray()
            for element in elements { self.value(element) }
            self.endArray()
        case .object(let object):
            self.beginObject()
            for member in object.members {
                self.name(escaping: member.name)
                self.value(member.value)
            }
            self.endObject()
        }
    }

    /// Writes a member whose value is a string.
    public mutating func member(_ name: StaticString, _ string: String) {
        let isFirst = !self.needsComma
        let isDone = self.append(plain: string, after: name.utf8CodeUnitCount + 4) { $0.append(name: name, isFirst: isFirst) }
        if !isDone {
            self.name(name)
            self.quote(string)
        }
        self.needsComma = true
    }

    /// Writes a member whose value is an integer.
    public mutating func member(_ name: StaticString, _ integer: some BinaryInteger) {
        self.name(name)
        self.value(integer)
    }

    /// Writes a member whose value is an integer.
    public mutating func member(_ name: StaticString, _ integer: Int64) {
        let isFirst = !self.needsComma
        self.bytes.append(addingCapacity: name.utf8CodeUnitCount + 24) { span in
            span.append(name: name, isFirst: isFirst)
            span.append(decimal: integer)
        }
        self.needsComma = true
    }

    /// Writes a member whose value is a truth value.
    public mutating func member(_ name: StaticString, _ bool: Bool) {
        self.name(name)
        self.value(bool)
    }

    /// Writes bytes that are already JSON as one value, or as members one after another.
    package mutating func raw(_ json: [UInt8]) {
        self.separate()
        self.bytes.append(contentsOf: json)
        self.needsComma = true
    }

    /// Writes bytes that are already JSON as one value.
    public mutating func raw(_ json: some Sequence<UInt8>) {
        self.separate()
        self.bytes.append(contentsOf: json)
        self.needsComma = true
    }

    /// Writes a string value whose bytes need no escape.
    package mutating func plain(_ append: (inout [UInt8]) -> Void) {
        self.separate()
        self.bytes.append(UInt8(ascii: "\""))
        append(&self.bytes)
        self.bytes.append(UInt8(ascii: "\""))
        self.needsComma = true
    }

    private mutating func separate() {
        if self.needsComma { self.bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func quote(_ string: String) {
        guard !self.append(plain: string, after: 0, { _ in }) else { return }
        self.bytes.append(UInt8(ascii: "\""))
        self.escape(string)
        self.bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a string in one piece with what precedes it, if it needs no escape, as most do not.
    /// - Parameters:
    ///   - room: The most bytes that precede it.
    @inline(__always)
    private mutating func append(plain string: String, after room: Int, _ preceding: (inout OutputSpan<UInt8>) -> Void) -> Bool {
        string.utf8.withContiguousStorageIfAvailable { text in
            guard Self.arePlain(text) else { return false }
            self.bytes.append(addingCapacity: room + text.count + 2) { span in
                preceding(&span)
                span.append(UInt8(ascii: "\""))
                span.append(bytes: text)
                span.append(UInt8(ascii: "\""))
            }
            return true
        } ?? false
    }

    /// Whether printable ASCII stands here that needs no escape. Without a branch in the loop, so that the compiler looks at many at a time.
    private static func arePlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var others: UInt8 = 0
        for byte in text {
            // What lies below the space wraps round to more than the printable characters are many.
            let isUnprintable: UInt8 = byte &- 0x20 > 0x5E ? 1 : 0
            let isQuote: UInt8 = byte == UInt8(ascii: "\"") ? 1 : 0
            let isBackslash: UInt8 = byte == UInt8(ascii: "\\") ? 1 : 0
            others |= isUnprintable | isQuote | isBackslash
        }
        return others == 0
    }

    private mutating func escape(_ string: String) {
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                self.bytes.append(UInt8(ascii: "\\"))
                self.bytes.append(byte)
            case 0x0A: self.bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: self.bytes.append(contentsOf: "\\r".utf8)
            case 0x09: self.bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F:
                self.bytes.append(contentsOf: "\\u00".utf8)
                self.bytes.append(Self.hexDigits[Int(byte >> 4)])
                self.bytes.append(Self.hexDigits[Int(byte & 0xF)])
            case 0xA8...0xA9 where previous == (0xE2, 0x80):
                // U+2028 and U+2029 end a line for some readers.
                self.bytes.removeLast(2)
                self.bytes.append(contentsOf: byte == 0xA8 ? "\\u2028".utf8 : "\\u2029".utf8)
            default: self.bytes.append(byte)
            }
            previous = (previous.1, byte)
        }
    }

    private static let hexDigits = [UInt8]("0123456789abcdef".utf8)
}

extension OutputSpan<UInt8> {
    /// Appends a member's name, its comma before it.
    fileprivate mutating func append(name: StaticString, isFirst: Bool) {
        if !isFirst { self.append(UInt8(ascii: ",")) }
        self.append(UInt8(ascii: "\""))
        self.append(text: name)
        self.append(UInt8(ascii: "\""))
        self.append(UInt8(ascii: ":"))
    }
}
