/// Words that make a name sensitive, compared blind to case and separators: `api_key`, `apiKey` and `API-KEY` are one name.
///
/// A word of five letters or more counts anywhere in a name (`new_password`, `xAccessToken2`); a shorter one only as a part of
/// its own (`user_pin`, not `shipping`).
struct SensitiveNames: Sendable {
    private let long: [[UInt8]]
    private let short: Set<[UInt8]>

    init(_ words: [String]) {
        let flat = words.map { Self.parts(of: $0.utf8).flatMap { $0 } }.filter { !$0.isEmpty }
        self.long = Set(flat.filter { $0.count >= 5 }).sorted { $0.count < $1.count }
        self.short = Set(flat.filter { $0.count < 5 })
    }

    func contains(_ name: some Sequence<UInt8>) -> Bool {
        let parts = Self.parts(of: name)
        if parts.contains(where: { self.short.contains($0) }) { return true }
        let flat = parts.flatMap { $0 }
        return self.short.contains(flat) || self.long.contains { Self.find($0, in: flat) }
    }

    func contains(_ name: String) -> Bool { self.contains(name.utf8) }

    /// The parts of a name, in lower case: cut at everything that is neither letter nor digit, and before a capital.
    private static func parts(of name: some Sequence<UInt8>) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var part: [UInt8] = []
        var previous: UInt8 = 0
        for byte in name {
            let isWordByte = byte.isASCIILetter || byte.isASCIIDigit
            if !isWordByte || (byte.isASCIIUppercase && previous.isASCIILowercase) {
                if !part.isEmpty { parts.append(part) }
                part.removeAll(keepingCapacity: true)
            }
            if isWordByte { part.append(byte.asciiLowercased) }
            previous = byte
        }
        if !part.isEmpty { parts.append(part) }
        return parts
    }

    private static func find(_ word: [UInt8], in text: [UInt8]) -> Bool {
        guard text.count >= word.count else { return false }
        return (0...(text.count - word.count)).contains { text[$0..<($0 + word.count)].elementsEqual(word) }
    }
}
