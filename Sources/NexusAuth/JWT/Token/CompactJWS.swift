internal import NexusCore

/// A token in its three parts (RFC 7515 §7.1), each checked for its form before the next is looked at.
struct CompactJWS: Sendable {
    private let bytes: [UInt8]
    private let payloadRange: Range<Int>
    let header: JOSEHeader
    /// Whether the header was known, and need not be remembered.
    let isHeaderKnown: Bool

    /// Splits a token and reads its header.
    /// - Throws: ``TokenFailure`` when it is larger than the limit, has not exactly three non-empty parts, or its header is malformed.
    /// - Parameter known: Where headers are looked up before they are read.
    init(_ token: Substring, maximumSize: Int, known: KnownHeaders? = nil) throws(TokenFailure) {
        guard token.utf8.count <= maximumSize else { throw TokenFailure(.tooLarge, "the token is larger than the limit") }
        self.bytes = token.utf8.withContiguousStorageIfAvailable { Array($0) } ?? Array(token.utf8)
        guard let first = self.bytes.firstIndex(of: UInt8(ascii: ".")),
            let second = self.bytes[(first + 1)...].firstIndex(of: UInt8(ascii: ".")),
            first > 0, second > first + 1, second + 1 < self.bytes.count
        else { throw TokenFailure(.malformed, "the token has not three parts") }
        self.payloadRange = first + 1..<second
        if let header = known?.find(self.bytes[..<first]) {
            self.header = header
            self.isHeaderKnown = true
        } else {
            guard let header = Base64URL.decode(self.bytes[..<first]) else { throw Self.notBase64URL }
            self.header = try JOSEHeader(header)
            self.isHeaderKnown = false
        }
    }

    /// The token as it came.
    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// The header as it is written.
    var encodedHeader: ArraySlice<UInt8> { self.bytes[..<self.payloadRange.lowerBound].dropLast() }

    /// What the signature covers: everything before the second dot.
    var signingInput: ArraySlice<UInt8> { self.bytes[..<self.payloadRange.upperBound] }

    /// Decodes the signature. A third dot is outside the alphabet.
    func signature() throws(TokenFailure) -> [UInt8] {
        guard let signature = Base64URL.decode(self.bytes[(self.payloadRange.upperBound + 1)...]) else { throw Self.notBase64URL }
        return signature
    }

    /// Decodes the payload.
    func payload() throws(TokenFailure) -> [UInt8] {
        guard let payload = Base64URL.decode(self.bytes[self.payloadRange]) else { throw Self.notBase64URL }
        return payload
    }

    /// Decodes the payload and reads it as the claims of a JWT (RFC 7519 §4).
    func claims() throws(TokenFailure) -> JSONObject {
        guard let claims = try? JSONParser.parseObject(try self.payload(), limits: .token) else {
            throw TokenFailure(.malformed, "the payload is not one JSON object")
        }
        return claims
    }

    private static let notBase64URL = TokenFailure(.malformed, "a part is not canonical base64url")
}
