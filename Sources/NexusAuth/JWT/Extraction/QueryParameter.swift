/// One parameter of a query, found by its decoded name: what is spelled with escapes is found too.
enum QueryParameter {
    /// The values of a parameter as they stand in the query, escapes and all.
    static func values(of name: String, in query: String) -> [Substring] {
        self.parts(of: query).compactMap { part in
            guard self.isNamed(name, part) else { return nil }
            return part.firstIndex(of: "=").map { part[part.index(after: $0)...] } ?? ""
        }
    }

    private static func parts(of query: String) -> [Substring] {
        query.split(separator: "&", omittingEmptySubsequences: true)
    }

    private static func isNamed(_ name: String, _ part: Substring) -> Bool {
        self.decoded(part.prefix { $0 != "=" }).elementsEqual(name.utf8)
    }

    private static func decoded(_ text: Substring) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(self.digit), let low = rest.dropFirst().first.flatMap(self.digit) {
                result.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
