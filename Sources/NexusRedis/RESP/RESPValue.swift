/// A reply of Redis, as RESP2 knows it (Redis serialization protocol specification).
public enum RESPValue: Sendable, Hashable {
    /// A short line, such as `OK`.
    case simple(String)
    /// An error reply: its first word is the code, such as `NOSCRIPT`.
    case error(String)
    /// A signed 64-bit integer.
    case integer(Int64)
    /// A binary-safe string.
    case bulk([UInt8])
    /// Replies in order.
    case array([RESPValue])
    /// A null bulk string or a null array.
    case null
}

extension RESPValue {
    /// The code of an error reply: its first word when that is upper-case letters, else `ERR`; nil when it is no error.
    ///
    /// The rest of an error line may repeat what was sent, passwords included, and is best never printed.
    public var errorCode: String? {
        guard case .error(let text) = self else { return nil }
        let word = text.prefix { $0 != " " }
        let isCode = (1...32).contains(word.utf8.count) && word.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        return isCode ? String(word) : "ERR"
    }
}
