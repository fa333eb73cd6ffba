/// Reads the directives of one `Cache-Control` field (RFC 9111 §5.2), leniently: what is not a directive is skipped.
struct CacheDirectives {
    private var rest: Substring.UTF8View

    init(_ field: String) {
        self.rest = Substring(field).utf8
    }

    /// The next directive: its name in lower case and its argument without quotes; nil at the end.
    mutating func next() -> (name: String, argument: String?)? {
        while !self.rest.isEmpty {
            let name = self.take { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=") }.trimmed.lowercased()
            var argument: String?
            if self.rest.first == UInt8(ascii: "=") {
                self.rest.removeFirst()
                argument = self.takeArgument()
            }
            _ = self.take { $0 != UInt8(ascii: ",") }
            self.rest = self.rest.dropFirst()
            if !name.isEmpty { return (name, argument) }
        }
        return nil
    }

    private mutating func takeArgument() -> String {
        _ = self.take { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard self.rest.first == UInt8(ascii: "\"") else { return self.take { $0 != UInt8(ascii: ",") }.trimmed }
        self.rest.removeFirst()
        var bytes: [UInt8] = []
        while let byte = self.rest.popFirst(), byte != UInt8(ascii: "\"") {
            // A quoted pair stands for its second character (RFC 9110 §5.6.4).
            bytes.append(byte == UInt8(ascii: "\\") ? self.rest.popFirst() ?? byte : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func take(while isIncluded: (UInt8) -> Bool) -> Substring.UTF8View {
        let end = self.rest.firstIndex { !isIncluded($0) } ?? self.rest.endIndex
        defer { self.rest = self.rest[end...] }
        return self.rest[..<end]
    }
}

extension Substring.UTF8View {
    fileprivate var trimmed: String {
        let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let start = self.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }.map(start.index(after:)) ?? start.startIndex
        return String(decoding: start[..<end], as: UTF8.self)
    }
}
