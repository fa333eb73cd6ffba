/// The probe's view of a value that is written as an array.
///
/// A type that asks where the array ends reads any number of the same; one that does not reads a tuple.
struct UnkeyedProbe: UnkeyedDecodingContainer {
    let decoder: ProbeDecoder
    var codingPath: [any CodingKey] { [] }
    var count: Int? { nil }
    var currentIndex: Int { self.decoder.node.count }

    var isAtEnd: Bool {
        self.decoder.node.isOpenEnded = true
        return self.currentIndex > 0
    }

    private var place: String { "\(self.decoder.owner)[\(self.currentIndex)]" }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let (schema, value) = try self.decoder.read(type, at: self.place)
        self.decoder.node.append(.schema(schema))
        return value
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        self.nested().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer {
        self.nested().unkeyedContainer()
    }

    mutating func superDecoder() -> any Decoder {
        self.nested()
    }

    private func nested() -> ProbeDecoder {
        let node = SchemaNode()
        let decoder = self.decoder.child(node, at: self.place)
        self.decoder.node.append(.node(node))
        return decoder
    }
}
