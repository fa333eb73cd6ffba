import NexusCore

/// One value that is being encoded: the encoder that its `encode(to:)` is given.
final class JSONFrame: Encoder {
    private enum Content { case nothing, object, array, single }

    let document: JSONDocument
    private let parent: JSONFrame?
    private let key: (any CodingKey)?
    private var content = Content.nothing
    /// Where in the document the value begins.
    private var start = 0
    /// The names of the members so far, once the object was asked for again, as a subclass does: then one may come twice.
    private var names: Set<[UInt8]>?
    private var values = 0

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
        if self.enter(.object) {
            self.start = self.document.writer.bytes.count
            self.document.writer.beginObject()
        }
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
        guard self.content != content else {
            if content == .object { self.names = self.names ?? self.document.memberNames(since: self.start) }
            return false
        }
        guard self.content == .nothing else {
            self.note("A value asked for containers of two kinds.")
            return false
        }
        self.content = content
        return true
    }

    /// Writes the name of a member.
    func name(_ name: String) {
        if self.names?.insert(JSONWriter.quoted(name)).inserted == false { self.note("A member stands twice.") }
        self.document.writer.name(escaping: name)
    }

    /// Counts a value of what is encoded as one other.
    func countValue() {
        self.values += 1
        if self.values == 2 { self.note("What is one value was encoded as two.") }
    }

    private func note(_ mistake: String) {
        self.document.note(EncodingError.invalidValue(self, EncodingError.Context(codingPath: self.codingPath, debugDescription: mistake)))
    }

    /// Ends the value.
    /// - Throws: `EncodingError` when it encoded nothing.
    func close(_ value: some Any) throws {
        switch self.content {
        case .object: self.document.writer.endObject()
        case .array: self.document.writer.endArray()
        case .single where self.values > 0: break
        case .single, .nothing:
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
