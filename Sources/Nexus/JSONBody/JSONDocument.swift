import NexusCore

/// Bytes of JSON as an encoder writes them: one after the other, but for containers that somebody holds open meanwhile.
///
/// What `nestedContainer` and `superEncoder` give out may be filled at any time, so each gets a document of its own, put in its place at
/// the end.
final class JSONDocument {
    var writer = JSONWriter()
    /// Why what was written is no JSON; said at the end, for a container cannot throw when it is opened.
    private(set) var mistake: (any Error)?
    private var held: [(offset: Int, frame: JSONFrame)] = []

    /// Encodes a value in the next place.
    /// - Throws: `EncodingError` for what JSON cannot express, and what the value's `encode(to:)` throws.
    func encode<Value: Encodable>(_ value: Value, under parent: JSONFrame?, at key: (any CodingKey)?) throws {
        do {
            if let leaf = try JSONLeaf(value, under: parent, at: key) {
                leaf.write(to: &self.writer)
            } else if let dictionary = Self.dictionary(value) {
                try dictionary.encodeSorted(to: JSONFrame(self, parent: parent, key: key))
            } else {
                let frame = JSONFrame(self, parent: parent, key: key)
                try value.encode(to: frame)
                try frame.close(value)
            }
        } catch {
            // A type may catch it and go on, but half of the value is written.
            self.note(error)
            throw error
        }
    }

    /// A cast is a look-up, so it is only tried with what is as large as a dictionary: one reference.
    private static func dictionary(_ value: some Encodable) -> (any StringKeyed)? {
        MemoryLayout.size(ofValue: value) == MemoryLayout<[String: Bool]>.size ? value as? any StringKeyed : nil
    }

    /// Keeps the next place for a container that is filled while this document goes on.
    func hold(under parent: JSONFrame, at key: (any CodingKey)?) -> JSONFrame {
        let frame = JSONFrame(JSONDocument(), parent: parent, key: key)
        self.writer.raw(EmptyCollection())
        self.held.append((self.writer.bytes.count, frame))
        return frame
    }

    func note(_ mistake: any Error) {
        self.mistake = self.mistake ?? mistake
    }

    /// The document with everything in its place.
    func finished() throws -> [UInt8] {
        if let mistake { throw mistake }
        guard !self.held.isEmpty else { return self.writer.bytes }
        var result: [UInt8] = []
        var end = 0
        for (offset, frame) in self.held {
            result += self.writer.bytes[end..<offset]
            result += try frame.finished()
            end = offset
        }
        return result + self.writer.bytes[end...]
    }
}

/// A dictionary whose members are written in the order of their names, so that equal answers are equal bytes.
private protocol StringKeyed {
    func encodeSorted(to frame: JSONFrame) throws
}

extension Dictionary: StringKeyed where Key == String, Value: Encodable {
    fileprivate func encodeSorted(to frame: JSONFrame) throws {
        frame.document.writer.beginObject()
        for (name, value) in self.sorted(by: { $0.key < $1.key }) {
            frame.document.writer.name(escaping: name)
            try frame.document.encode(value, under: frame, at: JSONKey(name))
        }
        frame.document.writer.endObject()
    }
}
