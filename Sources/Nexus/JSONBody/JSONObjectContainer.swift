import NexusCore

/// The members of an object.
struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let frame: JSONFrame

    var codingPath: [any CodingKey] { self.frame.codingPath }

    private func named(_ key: Key, _ write: (inout JSONWriter) -> Void) {
        self.frame.name(key.stringValue)
        write(&self.frame.document.writer)
    }

    private func number(_ number: some BinaryFloatingPoint & CustomStringConvertible, _ key: Key) throws {
        guard number.isFinite else { throw EncodingError.notANumber(number, under: self.frame, at: key) }
        self.named(key) { $0.value(number) }
    }

    func encodeNil(forKey key: Key) { self.named(key) { $0.null() } }
    func encode(_ value: Bool, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: String, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: Double, forKey key: Key) throws { try self.number(value, key) }
    func encode(_ value: Float, forKey key: Key) throws { try self.number(value, key) }
    func encode(_ value: Int, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: Int8, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: Int16, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: Int32, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: Int64, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: Int128, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: UInt, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: UInt8, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: UInt16, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: UInt32, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: UInt64, forKey key: Key) { self.named(key) { $0.value(value) } }
    func encode(_ value: UInt128, forKey key: Key) { self.named(key) { $0.value(value) } }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        self.frame.name(key.stringValue)
        try self.frame.document.encode(value, under: self.frame, at: key)
    }

    private func held(at key: any CodingKey) -> JSONFrame {
        self.frame.name(key.stringValue)
        return self.frame.document.hold(under: self.frame, at: key)
    }

    func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type, forKey key: Key) -> KeyedEncodingContainer<NestedKey> {
        KeyedEncodingContainer(self.held(at: key).object(of: type))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { self.held(at: key).array() }
    func superEncoder() -> any Encoder { self.held(at: JSONKey("super")) }
    func superEncoder(forKey key: Key) -> any Encoder { self.held(at: key) }
}
