internal import NexusCore

/// The probe's view of a value that is written as an object.
struct KeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ProbeDecoder
    var codingPath: [any CodingKey] { [] }

    /// Keys that only the data knows cannot be told from the type.
    var allKeys: [Key] {
        _ = self.decoder.probe.failed(self.decoder.unknowableKeys)
        return []
    }

    func contains(_ key: Key) -> Bool {
        self.decoder.node.tolerateAbsence(of: key.stringValue)
        return true
    }

    func decodeNil(forKey key: Key) -> Bool {
        self.decoder.node.tolerateNull(at: key.stringValue)
        return false
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        let (schema, value) = try self.decoder.read(type, at: self.place(key))
        self.decoder.node.record(key.stringValue, .schema(schema), isRequired: true)
        return value
    }

    func note(_ type: any Any.Type, _ key: Key) throws {
        let schema = try self.decoder.schema(of: type, at: self.place(key))
        self.decoder.node.record(key.stringValue, .schema(schema.orNull), isRequired: false)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedDecodingContainer<Nested> {
        self.nested(key.stringValue).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
        self.nested(key.stringValue).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { self.nested("super") }

    func superDecoder(forKey key: Key) -> any Decoder { self.nested(key.stringValue) }

    private func nested(_ name: String) -> ProbeDecoder {
        let node = SchemaNode()
        self.decoder.node.record(name, .node(node), isRequired: true)
        return self.decoder.child(node, at: "\(self.decoder.owner).\(name)")
    }

    private func place(_ key: Key) -> String { "\(self.decoder.owner).\(key.stringValue)" }
}

extension ProbeDecoder {
    var unknowableKeys: SchemaError {
        SchemaError(named: self.owner, at: self.owner, "its keys are only known from a value; conform it to SchemaRepresentable")
    }
}
