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
        let index = self.skip(from: end) { Self.isQuote($0) || $0 == UInt8(ascii: " ") }
        guard index < self.bytes.count, self.bytes[index] == UInt8(ascii: "=") || self.bytes[index] == UInt8(ascii: ":") else { return nil }
        return self.skip(from: index + 1) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ">") }
    }

    private func value(from index: Int) -> Range<Int>? {
        let opening = self.skip(from: index, while: Self.isQuote)
        let isQuoted = opening > index
        var valueEnd = opening
        while valueEnd < self.bytes.count {
            let byte = self.bytes[valueEnd]
            if isQuoted ? Self.isQuote(byte) : Self.endsValue(byte) { break }
            valueEnd += 1
        }
        // What follows an authentication scheme belongs to the value: `authorization: Basic dTpw`.
        if !isQuoted, let credentials = self.credentials(afterScheme: self.bytes[opening..<valueEnd], minimum: 1) {
            valueEnd = credentials.upperBound
        }
        return valueEnd > opening ? opening..<valueEnd : nil
    }

    private func credentials(afterScheme name: ArraySlice<UInt8>, minimum: Int? = nil) -> Range<Int>? {
        guard name.endIndex < self.bytes.count, self.bytes[name.endIndex] == UInt8(ascii: " "), (4...9).contains(name.count),
            let usual = Self.schemes[name.map(\.asciiLowercased)]
        else { return nil }
        let start = self.skip(from: name.endIndex) { $0 == UInt8(ascii: " ") }
        guard start > name.endIndex else { return nil }
        let end = self.skip(from: start) { !Self.endsValue($0) && !Self.isQuote($0) }
        guard end - start >= minimum ?? usual else { return nil }
        return start..<end
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

    private func isGroupSeparator(_ range: Range<Int>) -> Bool {
        range.count == 1 && (self.bytes[range.lowerBound] == UInt8(ascii: " ") || self.bytes[range.lowerBound] == UInt8(ascii: "-"))
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

    private static func endsValue(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
