public import NexusCore

/// Takes secrets out of everything that the audit trail keeps.
///
/// Two rules, each of them enough: a value under a sensitive name goes, whatever it is; and what looks like a token, a key, a
/// password in a URL or a payment card goes, wherever it stands. Pure, bounded, and rather too strict than too lax.
public struct Redactor: Sendable {
    /// What stands where a secret was.
    public static let replacement = "[REDACTED]"

    /// Longest text looked at, in bytes; the rest is cut off before anything else.
    static let maximumInput = 65_536

    let names: SensitiveNames
    private let headers: Set<String>

    /// Creates a redactor.
    /// - Parameters:
    ///   - fields: Sensitive names besides ``sensitiveNames``.
    ///   - headers: Header fields whose value is never kept, besides ``neverLogged``.
    public init(fields: [String] = [], headers: [String] = []) {
        self.names = SensitiveNames(Self.sensitiveNames + fields)
        self.headers = Set((Self.neverLogged + headers).map { $0.lowercased() })
    }

    /// Whether the value under a name is never kept.
    /// - Parameter name: A JSON member, a form field, a query parameter.
    public func isSensitive(_ name: String) -> Bool {
        self.names.contains(name)
    }

    /// The value of a header field as it may be kept.
    public func header(_ name: String, _ value: String) -> String {
        if self.headers.contains(name.lowercased()) || self.names.contains(name) { return Self.replacement }
        return self.text(value)
    }

    /// A text as it may be kept: whatever in it looks like a secret is replaced.
    /// - Parameters:
    ///   - text: Any text.
    ///   - limit: Longest result in bytes; what is longer ends in `…`.
    public func text(_ text: String, limit: Int = 2048) -> String {
        // What is kept decides how much is looked at: a writer must not be slowed by text that is cut off anyway.
        let maximum = min(Self.maximumInput, 4 * limit)
        let bytes = Self.bounded(text, to: maximum)
        var scanner = SecretScanner(bytes, names: self.names)
        let result = Self.clean(scanner.redacted() ?? bytes, limit: limit)
        return text.utf8.count > maximum && !result.hasSuffix("…") ? result + "…" : result
    }

    /// A JSON value as it may be kept, all the way down.
    public func json(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null, .bool: return value
        case .integer(let integer): return self.hasSecret(String(integer)) ? .string(Self.replacement) : value
        case .number(let number): return self.hasSecret("\(number)") ? .string(Self.replacement) : value
        case .string(let string): return .string(self.text(string, limit: Self.maximumInput))
        case .array(let elements): return .array(elements.map(self.json))
        case .object(let object):
            var names = DistinctNames()
            return .object(
                JSONObject(
                    members: object.members.map { member in
                        let value = self.isSensitive(member.name) && member.value != .null ? Self.secret : self.json(member.value)
                        return JSONObject.Member(names.distinct(self.text(member.name)), value)
                    }))
        }
    }

    func hasSecret(_ text: String) -> Bool {
        var scanner = SecretScanner(Self.bounded(text), names: self.names)
        return scanner.redacted() != nil
    }

    private static let secret = JSONValue.string(replacement)

    /// The bytes looked at. A text that is cut loses its last word too: the beginning of a token is no longer known as one.
    private static func bounded(_ text: String, to limit: Int = Self.maximumInput) -> [UInt8] {
        guard text.utf8.count > limit else { return Array(text.utf8) }
        let bytes = Array(text.utf8.prefix(limit))
        return Array(bytes[..<(bytes.lastIndex(of: UInt8(ascii: " ")) ?? 0)])
    }

    /// The same for a text that seldom needs it.
    static func clean(_ text: String, limit: Int) -> String {
        text.utf8.count <= limit && text.isPrintableASCII ? text : self.clean(Array(text.utf8), limit: limit)
    }

    /// Cuts to a length at the border of a character and takes out what could steer a terminal or reorder a line on a screen.
    static func clean(_ bytes: [UInt8], limit: Int) -> String {
        var end = min(bytes.count, limit)
        while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        let text = String(decoding: bytes[..<end], as: UTF8.self) + (end < bytes.count ? "…" : "")
        guard !text.isPrintableASCII else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

extension String {
    fileprivate var isPrintableASCII: Bool {
        self.utf8.everyByte { $0 >= 0x20 && $0 < 0x7F }
    }
}
