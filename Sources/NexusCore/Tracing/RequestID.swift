/// The name of one request: in its answer, its log lines and its audit record (contract, Answers).
public struct RequestID: Sendable, Hashable, CustomStringConvertible {
    /// The identifier as it stands in `X-Request-ID`.
    public let rawValue: String

    /// Longest identifier taken from a client, in bytes.
    public static let maximumLength = 128

    /// Takes a client's identifier, or nothing unless it is 1 to 128 of `A-Z a-z 0-9 . _ - :`.
    ///
    /// Nothing in that alphabet can end a header, a log line or a JSON string. What begins as a token does (`eyJ`) is refused: it would be
    /// kept in every log.
    public init?(validating candidate: String) {
        var candidate = candidate
        let isValid = candidate.withUTF8 { bytes in
            !bytes.isEmpty && bytes.count <= Self.maximumLength && bytes.allSatisfy(Self.isAllowed) && !bytes.starts(with: "eyJ".utf8)
        }
        guard isValid else { return nil }
        self.rawValue = candidate
    }

    /// A new identifier: 32 lower-case hexadecimal digits, unique and not secret.
    public static func generate() -> RequestID { Self.generate(from: .shared) }

    /// The client's identifier when it is valid, else a new one.
    /// - Parameter header: The only value of `X-Request-ID`; nothing when it is absent or was sent more than once.
    public static func accepting(_ header: String?) -> RequestID {
        header.flatMap(RequestID.init(validating:)) ?? .generate()
    }

    package static func generate(from source: IdentifierSource) -> RequestID {
        let bits = source.next128()
        return RequestID(unchecked: LowercaseHex.string(high: bits.high, low: bits.low))
    }

    /// The identifier.
    public var description: String { self.rawValue }

    private init(unchecked rawValue: String) {
        self.rawValue = rawValue
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
