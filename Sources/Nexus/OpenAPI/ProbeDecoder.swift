internal import NexusCore

/// A decoder that holds no data: it notes what it is asked for and answers with placeholders.
struct ProbeDecoder: Decoder {
    let probe: SchemaProbe
    let node: SchemaNode
    /// The type that decodes and the keys below it.
    let owner: String
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
        self.node.becomeKeyed()
        return KeyedDecodingContainer(KeyedProbe<Key>(decoder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        self.node.becomeUnkeyed()
        return UnkeyedProbe(decoder: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        SingleValueProbe(decoder: self)
    }

    /// The schema of a part and a value of it.
    func read<T: Decodable>(_ type: T.Type, at place: String) throws -> (schema: JSONObject, value: T) {
        do throws(SchemaError) {
            return (try self.probe.schema(of: type, at: place), try self.probe.sample(of: type, at: place))
        } catch {
            throw self.probe.failed(error)
        }
    }

    /// The schema of a part that may be absent.
    func schema(of type: any Any.Type, at place: String) throws -> JSONObject {
        do throws(SchemaError) {
            return try self.probe.schema(of: type, at: place)
        } catch {
            throw self.probe.failed(error)
        }
    }

    func child(_ node: SchemaNode, at place: String) -> ProbeDecoder {
        ProbeDecoder(probe: self.probe, node: node, owner: place)
    }
}
