/// Reads the pairs of a `Forwarded` line (RFC 7239 §4): `name=token` or `name="quoted string"`.
struct ForwardedScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ line: String) {
        self.bytes = Array(line.utf8)
    }

    var isAtEnd: Bool { self.index >= self.bytes.count }

    /// Whether nothing more of this element follows.
    var isAtElementEnd: Bool { self.isAtEnd || self.bytes[self.index] == UInt8(ascii: ",") }

    mutating func skipSpace() {
        while !self.isAtEnd, self.bytes[self.index] == 0x20 || self.bytes[self.index] == 0x09 { self.index += 1 }
    }

    /// Steps over a byte if it is next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard !self.isAtEnd, self.bytes[self.index] == byte else { return false }
        self.index += 1
        return true
    }

    /// Reads a pair, its name in lower case.
    mutating func pair() -> (name: [UInt8], value: [UInt8])? {
        guard let name = self.token(), self.take(UInt8(ascii: "=")) else { return nil }
        guard let value = self.take(UInt8(ascii: "\"")) ? self.quotedString() : self.token() else { return nil }
        return (name.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }, value)
    }

    private mutating func token() -> [UInt8]? {
        let start = self.index
        while !self.isAtEnd, self.bytes[self.index].isTokenByte { self.index += 1 }
        return self.index > start ? Array(self.bytes[start..<self.index]) : nil
    }

    private mutating func quotedString() -> [UInt8]? {
        var value: [UInt8] = []
        while !self.isAtEnd {
            var byte = self.bytes[self.index]
            self.index += 1
            if byte == UInt8(ascii: "\"") { return value }
            if byte == UInt8(ascii: "\\") {
                guard !self.isAtEnd else { return nil }
                byte = self.bytes[self.index]
                self.index += 1
            }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { return nil }
            value.append(byte)
        }
        return nil
    }
}

extension UInt8 {
    /// Whether it may stand in a token (RFC 9110 §5.6.2), or is one of `:`, `[`, `]` and `/`, which senders forget to quote.
    fileprivate var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        case UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "/"): true
        default: false
        }
    }
}
