import NexusCore

/// Finds what looks like a secret in a text, whatever the text is.
struct SecretScanner {
    let bytes: [UInt8]
    private let names: SensitiveNames
    private var found: [Range<Int>] = []

    init(_ bytes: [UInt8], names: SensitiveNames) {
        self.bytes = bytes
        self.names = names
    }

    /// The text with every secret replaced, or nothing when there is none.
    mutating func redacted() -> [UInt8]? {
        guard self.bytes.count >= 3 else { return nil }
        self.findBlocks()
        self.findPairs()
        self.findCredentialsInURLs()
        self.findCards()
        self.findRuns()
        guard !self.found.isEmpty else { return nil }
        var result: [UInt8] = []
        var end = 0
        for range in self.found.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if range.lowerBound >= end, range.lowerBound < range.upperBound {
                result.append(contentsOf: self.bytes[end..<range.lowerBound])
                result.append(contentsOf: Redactor.replacement.utf8)
            }
            end = max(end, range.upperBound)
        }
        result.append(contentsOf: self.bytes[end...])
        return result
    }

    /// PEM blocks (RFC 7468), whole.
    private mutating func findBlocks() {
        var index = 0
        while let begin = self.find("-----BEGIN", from: index) {
            let footer = self.find("-----END", from: begin)
            let end = footer.flatMap { self.find("-----", from: $0 + 8) }.map { $0 + 5 } ?? self.bytes.count
            self.found.append(begin..<end)
            index = end
        }
    }

    /// `name=value`, `name: value`, `"name": "value"` with a sensitive name, and the schemes of `Authorization`.
    private mutating func findPairs() {
        var index = 0
        while index < self.bytes.count {
            guard Self.isNameByte(self.bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < self.bytes.count, Self.isNameByte(self.bytes[index]) { index += 1 }
            let name = self.bytes[start..<index]
            if let start = self.valueStart(afterNameEndingAt: index), self.names.contains(name), let value = self.value(from: start) {
                self.found.append(value)
                index = max(index, value.upperBound)
            } else if let credentials = self.credentials(afterScheme: name) {
                self.found.append(credentials)
            }
        }
    }

    /// Where the value begins, if a separator follows the name. Cheap: the value itself is read only behind a sensitive name.
    private func valueStart(afterNameEndingAt end: Int) -> Int? {
        let index = self.skip(from: end) { Self.isQuote($0) || Self.isBlank($0) }
        guard index < self.bytes.count, self.bytes[index] == UInt8(ascii: "=") || self.bytes[index] == UInt8(ascii: ":") else { return nil }
        return self.skip(from: index + 1) { Self.isBlank($0) || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ">") }
    }

    private func value(from index: Int) -> Range<Int>? {
        let start = self.skip(from: index) { $0 == Self.escape }
        guard start == self.bytes.count || !Self.isQuote(self.bytes[start]) else {
            return self.quotedValue(from: start, escapes: start - index)
        }
        var end = self.skip(from: start) { !Self.endsValue($0) }
        // What follows an authentication scheme belongs to the value: `authorization: Basic dTpw`.
        if let credentials = self.credentials(afterScheme: self.bytes[start..<end], minimum: 1) { end = credentials.upperBound }
        return end > start ? start..<end : nil
    }

    /// What stands between quotes, without them.
    /// - Parameters:
    ///   - quote: Where the opening quote is.
    ///   - escapes: How many backslashes stand before it: one in JSON that is itself a string.
    private func quotedValue(from quote: Int, escapes: Int) -> Range<Int>? {
        var opening = quote + 1
        while true {
            let closing = self.closing(of: self.bytes[quote], escapes: escapes, from: opening)
            guard closing == opening else { return opening..<closing }
            // `""` is empty, and `""value""` is not.
            let next = closing + escapes + 1
            guard next < self.bytes.count, !Self.endsValue(self.bytes[next]) else { return nil }
            opening = next
        }
    }

    /// Where a quoted value ends: at the quote that opened it, unless that is escaped or doubled; else at the end of the text.
    private func closing(of quote: UInt8, escapes: Int, from start: Int) -> Int {
        var index = start
        var found = 0
        while index < self.bytes.count {
            let byte = self.bytes[index]
            if byte == quote {
                let isEscaped = found > escapes && (found - escapes) % (2 * (escapes + 1)) != 0
                let isDoubled = escapes == 0 && index > start && index + 1 < self.bytes.count && self.bytes[index + 1] == quote
                if !isEscaped, !isDoubled { return index - min(found, escapes) }
                if !isEscaped { index += 1 }
            }
            found = byte == Self.escape ? found + 1 : 0
            index += 1
        }
        return self.bytes.count
    }

    private func credentials(afterScheme name: ArraySlice<UInt8>, minimum: Int? = nil) -> Range<Int>? {
        guard name.endIndex < self.bytes.count, Self.isBlank(self.bytes[name.endIndex]), (4...9).contains(name.count),
            let usual = Self.schemes[name.map(\.asciiLowercased)]
        else { return nil }
        let start = self.skip(from: name.endIndex, while: Self.isBlank)
        let end = self.skip(from: start) { !Self.endsValue($0) && !Self.isQuote($0) }
        guard end - start >= minimum ?? usual || Self.isUserAndPassword(self.bytes[start..<end]) else { return nil }
        return start..<end
    }

    /// Whether this is base64 of `user:password` (RFC 7617 §2): then it is a credential, however short.
    private static func isUserAndPassword(_ text: ArraySlice<UInt8>) -> Bool {
        let digits = text.prefix { $0 != UInt8(ascii: "=") }.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        return Base64URL.decode(digits[...])?.contains(UInt8(ascii: ":")) ?? false
    }

    /// The user information of a URL (RFC 3986 §3.2.1): `scheme://user:password@host`.
    private mutating func findCredentialsInURLs() {
        var index = 0
        while let colon = self.find("://", from: index) {
            let start = colon + 3
            let end = self.skip(from: start) { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && !Self.isQuote($0) }
            if let at = self.bytes[start..<end].lastIndex(of: UInt8(ascii: "@")), at > start { self.found.append(start..<at) }
            index = start
        }
    }

    /// Payment card numbers: 13 to 19 digits in groups, first digit 2 to 6, the check digit right (ISO/IEC 7812-1).
    private mutating func findCards() {
        var groups: [Range<Int>] = []
        for group in self.digitGroups() {
            if let last = groups.last, !self.isGroupSeparator(last.upperBound..<group.lowerBound) { groups.removeAll() }
            groups.append(group)
            var (count, sum) = (0, 0)
            for start in groups.reversed() {
                guard count + start.count <= 19 else { break }
                for byte in self.bytes[start].reversed() {
                    let digit = Int(byte &- UInt8(ascii: "0")) * (count % 2 + 1)
                    sum += digit > 9 ? digit - 9 : digit
                    count += 1
                }
                if count >= 13, (UInt8(ascii: "2")...UInt8(ascii: "6")).contains(self.bytes[start.lowerBound]), sum % 10 == 0 {
                    self.found.append(start.lowerBound..<group.upperBound)
                }
            }
            if groups.count > 19 { groups.removeFirst() }
        }
    }

    private func digitGroups() -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var index = 0
        while index < self.bytes.count {
            let end = self.skip(from: index, while: \.isASCIIDigit)
            if end > index { groups.append(index..<end) }
            index = max(end, index + 1)
        }
        return groups
    }

    /// A space, a hyphen, or `+`, which is a space in a query.
    private func isGroupSeparator(_ range: Range<Int>) -> Bool {
        guard range.count == 1 else { return false }
        let byte = self.bytes[range.lowerBound]
        return byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }

    /// Runs of characters that tokens are made of.
    private mutating func findRuns() {
        var index = 0
        while index < self.bytes.count {
            guard RandomLook.isTokenByte(self.bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            index = self.skip(from: start, while: RandomLook.isTokenByte)
            self.found.append(contentsOf: RandomLook.secrets(in: self.bytes[start..<index]))
        }
    }

    private func find(_ text: StaticString, from start: Int) -> Int? {
        let count = text.utf8CodeUnitCount
        guard self.bytes.count - start >= count else { return nil }
        return text.withUTF8Buffer { word in
            (start...(self.bytes.count - count)).first { self.bytes[$0] == word[0] && self.bytes[$0..<($0 + count)].elementsEqual(word) }
        }
    }

    private func skip(from start: Int, while condition: (UInt8) -> Bool) -> Int {
        var index = start
        while index < self.bytes.count, condition(self.bytes[index]) { index += 1 }
        return index
    }

    /// Authentication schemes and the fewest characters that are credentials rather than the next word of a sentence.
    private static let schemes: [[UInt8]: Int] = [
        Array("bearer".utf8): 6, Array("basic".utf8): 6, Array("digest".utf8): 8, Array("negotiate".utf8): 16, Array("dpop".utf8): 8,
        Array("apikey".utf8): 8,
    ]

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "`")
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private static let escape = UInt8(ascii: "\\")

    private static func endsValue(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
