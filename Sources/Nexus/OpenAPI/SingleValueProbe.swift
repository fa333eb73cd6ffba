/// The probe's view of a value that is written as one other value.
struct SingleValueProbe: SingleValueDecodingContainer {
    let decoder: ProbeDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool {
        self.decoder.node.becomeNullable()
        return false
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let (schema, value) = try self.decoder.read(type, at: self.decoder.owner)
        self.decoder.node.becomeSingle(schema)
        return value
    }
}
