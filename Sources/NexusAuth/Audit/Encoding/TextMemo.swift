import NexusCore

/// What became of texts that come again and again: paths, rules, roles, agents. Bounded: a newer text takes an older one's place.
///
/// Looking for secrets in a text costs more than all the rest of a line.
struct TextMemo: Sendable {
    /// What a text became, and what that depended on. An object, so that looking at it copies nothing.
    private final class Entry: Sendable {
        let text: String
        /// The route's template, for a path.
        let template: String?
        /// Longest result in bytes.
        let limit: Int
        let json: [UInt8]

        init(text: String, template: String?, limit: Int, json: [UInt8]) {
            (self.text, self.template, self.limit, self.json) = (text, template, limit, json)
        }

        /// Texts are told apart by their bytes: those that only look alike are redacted differently.
        func answers(_ text: String, _ template: String?, _ limit: Int) -> Bool {
            self.limit == limit && self.text.hasSameBytes(as: text) && self.template.hasSameBytes(as: template)
        }
    }

    /// How many texts are remembered, and how long each may be, in bytes.
    static let capacity = 256
    static let longestText = 512

    private var entries = [Entry?](repeating: nil, count: capacity)

    /// A text as JSON, redacted by a closure the first time.
    /// - Parameters:
    ///   - template: The route's template, for a path.
    ///   - limit: Longest result in bytes.
    mutating func json(_ text: String, template: String? = nil, limit: Int, redacted: () -> String) -> [UInt8] {
        guard text.utf8.count <= Self.longestText else { return JSONWriter.quoted(redacted()) }
        let place = Int(text.endHash >> 56)
        if let entry = self.entries[place], entry.answers(text, template, limit) { return entry.json }
        let entry = Entry(text: text, template: template, limit: limit, json: JSONWriter.quoted(redacted()))
        self.entries[place] = entry
        return entry.json
    }
}

extension String {
    /// A hash of the length and the last bytes, its upper bits the best: where a memo keeps what became of the text. Who makes texts meet there
    /// has them looked at anew, as new ones are.
    var endHash: UInt64 {
        let hash = self.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.suffix(8).reduce(UInt64(bytes.count)) { ($0 << 7 ^ UInt64($1)) &* 0x9E37_79B9_7F4A_7C15 }
        }
        return hash ?? 0
    }
}
