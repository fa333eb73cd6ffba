import NexusCore

/// One value that is being encoded: the encoder that its `encode(to:)` is given.
final class JSONFrame: Encoder {
    private enum Content { case nothing, object, array, single }

    let document: JSONDocument
    private let parent: JSONFrame?
    private let key: (any CodingKey)?
    private var content = Content.nothing

    init(_ document: JSONDocument, parent: JSONFrame?, key: (any CodingKey)?) {
        self.document = document
        self.parent = parent
        self.key = key
    }

    var codingPath: [any CodingKey] { (self.parent?.codingPath ?? []) + (self.key.map { [$0] } ?? []) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(self.object(of: type))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { self.array() }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        self.enter(.single)
        return JSONSingle(frame: self)
    }

    func object<Key: CodingKey>(of type: Key.Type) -> JSONObjectContainer<Key> {
        if self.enter(.object) { self.document.writer.beginObject() }
        return JSONObjectContainer(frame: self)
    }

    func array() -> JSONArrayContainer {
        if self.enter(.array) { self.document.writer.beginArray() }
        return JSONArrayContainer(frame: self)
    }

    /// Notes what the value turns out to be. Asking twice for the same kind of container continues it, as a subclass does.
    /// - Returns: Whether this is the first time.
    @discardableResult
    private func enter(_ content: Content) -> Bool {
        guard self.content != content else { return false }
        guard self.content == .nothing else {
            let context = EncodingError.Context(codingPath: self.codingPath, debugDescription: "A value asked for containers of two kinds.")
            self.document.note(.invalidValue(content, context))
            return false
        }
        self.content = content
        return true
    }

    /// Ends the value.
    /// - Throws: `EncodingError` when it encoded nothing.
    func close(_ value: Any) throws {
        switch self.content {
        case .object: self.document.writer.endObject()
        case .array: self.document.writer.endArray()
        case .single: break
        case .nothing:
            let context = EncodingError.Context(codingPath: self.codingPath, debugDescription: "\(type(of: value)) encoded nothing.")
            throw EncodingError.invalidValue(value, context)
        }
    }

    /// The bytes of a value with a document of its own; an object without members when nothing was encoded.
    func finished() throws -> [UInt8] {
        if self.content == .nothing { _ = self.object(of: JSONKey.self) }
        try self.close(self)
        return try self.document.finished()
    }
}
