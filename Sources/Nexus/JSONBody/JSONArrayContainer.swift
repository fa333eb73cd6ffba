import NexusCore

/// The elements of an array.
struct JSONArrayContainer: UnkeyedEncodingContainer {
    let frame: JSONFrame
    private(set) var count = 0

    init(frame: JSONFrame) {
        self.frame = frame
    }

    var codingPath: [any CodingKey] { self.frame.codingPath }

    private mutating func element(_ write: (inout JSONWriter) -> Void) {
        self.count += 1
        write(&self.frame.document.writer)
    }

    private mutating func number(_ number: some BinaryFloatingPoint & CustomStringConvertible) throws {
        guard number.isFinite else { throw EncodingError.notANumber(number, under: self.frame, at: JSONKey(self.count)) }
        self.element { $0.value(number) }
    }

    mutating func encodeNil() { self.element { $0.null() } }
    mutating func encode(_ value: Bool) { self.element { $0.value(value) } }
    mutating func encode(_ value: String) { self.element { $0.value(value) } }
    mutating func encode(_ value: Double) throws { try self.number(value) }
    mutating func encode(_ value: Float) throws { try self.number(value) }
    mutating func encode(_ value: Int) { self.element { $0.value(value) } }
    mutating func encode(_ value: Int8) { self.element { $0.value(value) } }
    mutating func encode(_ value: Int16) { self.element { $0.value(value) } }
    mutating func encode(_ value: Int32) { self.element { $0.value(value) } }
    mutating func encode(_ value: Int64) { self.element { $0.value(value) } }
    mutating func encode(_ value: Int128) { self.element { $0.value(value) } }
    mutating func encode(_ value: UInt) { self.element { $0.value(value) } }
    mutating func encode(_ value: UInt8) { self.element { $0.value(value) } }
    mutating func encode(_ value: UInt16) { self.element { $0.value(value) } }
    mutating func encode(_ value: UInt32) { self.element { $0.value(value) } }
    mutating func encode(_ value: UInt64) { self.element { $0.value(value) } }
    mutating func encode(_ value: UInt128) { self.element { $0.value(value) } }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        try self.frame.document.encode(value, under: self.frame, at: JSONKey(self.count))
        self.count += 1
    }

    private mutating func held() -> JSONFrame {
        defer { self.count += 1 }
        return self.frame.document.hold(under: self.frame, at: JSONKey(self.count))
    }

    mutating func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        KeyedEncodingContainer(self.held().object(of: type))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self.held().array() }
    mutating func superEncoder() -> any Encoder { self.held() }
}
