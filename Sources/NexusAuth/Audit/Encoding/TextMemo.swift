import NexusCore

/// What became of texts that come again and again: paths, rules, roles, agents. Bounded: a newer text takes an older one's place.
///
/// Looking for secrets in a text costs more than all the rest of a line.
struct TextMemo: Sendable {
    /// What a text becomes depends on.
    struct Key: Sendable, Hashable {
        let text: ExactText
        /// The route's template, for a path.
        let template: ExactText?
        /// Longest result in bytes.
        let limit: Int

        /// Texts are told apart by their bytes: those that only look alike are redacted differently.
        init(_ text: String, template: String? = nil, limit: Int) {
            self.text = ExactText(text)
            self.template = template.map { ExactText($0) }
            self.limit = limit
        }
    }

    /// How many texts are remembered, and how long each may be, in bytes.
    static let capacity = 256
    static let longestText = 512

    private var slots = [(key: Key, json: [UInt8])?](repeating: nil, count: capacity)

    /// A text as JSON, redacted by a closure the first time.
    mutating func json(_ key: Key, _ redacted: (Key) -> String) -> [UInt8] {
        guard key.text.text.utf8.count <= Self.longestText else { return Self.quoted(redacted(key)) }
        let index = Int(truncatingIfNeeded: UInt(bitPattern: key.text.hashValue) % UInt(Self.capacity))
        if let slot = self.slots[index], slot.key == key { return slot.json }
        let json = Self.quoted(redacted(key))
        self.slots[index] = (key, json)
        return json
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(text)
        return writer.bytes
    }
}
