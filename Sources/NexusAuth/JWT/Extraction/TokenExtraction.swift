/// Finds the one credential of a request: in a header field, a cookie or a query parameter, wherever the configuration allows.
///
/// Two credentials are refused whichever they are (RFC 6750 §2): who chooses between them would choose differently from the next server.
package struct TokenExtraction: Sendable {
    /// The field that carries the token, in lower case: all its lines belong into ``extract(header:cookies:query:)``.
    package let headerName: String
    private let cookieName: String?
    private let queryParameter: String?

    /// Creates an extraction.
    package init(_ config: JWTConfig) {
        self.headerName = config.tokenHeader.lowercased()
        self.cookieName = config.tokenCookie
        self.queryParameter = config.tokenQueryParam
    }

    /// Finds the credential.
    /// - Parameters:
    ///   - header: Every line of the field ``headerName``.
    ///   - cookies: Every line of the `Cookie` field.
    ///   - query: The query of the request target, without `?`.
    package func extract(header: [String], cookies: [String] = [], query: String = "") -> ExtractedToken {
        if self.cookieName == nil, self.queryParameter == nil { return header.isEmpty ? .none : self.fromHeader(header) }
        var found: [ExtractedToken] = []
        if !header.isEmpty { found.append(self.fromHeader(header)) }
        if let name = self.cookieName { found.append(Self.only(Self.cookies(named: name, in: cookies))) }
        if let name = self.queryParameter { found.append(Self.only(QueryParameter.values(of: name, in: query))) }
        found.removeAll { $0 == .none }
        guard found.count <= 1 else { return .refused(TokenFailure(.ambiguousCredential, "the request carries more than one credential")) }
        return found.first ?? .none
    }

    private func fromHeader(_ lines: [String]) -> ExtractedToken {
        guard lines.count == 1 else { return .refused(TokenFailure(.ambiguousCredential, "the credential's header field comes twice")) }
        var line = lines[0]
        return line.withUTF8 { value in
            let isAuthorization = self.headerName == "authorization"
            guard let space = value.firstIndex(of: UInt8(ascii: " ")) else {
                if isAuthorization { return Self.isBearer(value[...]) ? Self.malformed : .none }
                return value.isEmpty ? .none : Self.checked(value[...])
            }
            guard Self.isBearer(value[..<space]) else { return isAuthorization ? .none : Self.malformed }
            return Self.checked(value[(space + 1)...])
        }
    }

    private static func only(_ values: [Substring]) -> ExtractedToken {
        guard values.count <= 1 else { return .refused(TokenFailure(.ambiguousCredential, "the credential comes twice")) }
        guard let value = values.first, !value.isEmpty else { return .none }
        var token = String(value)
        return token.withUTF8 { self.checked($0[...]) }
    }

    private static func cookies(named name: String, in lines: [String]) -> [Substring] {
        lines.flatMap { $0.split(separator: ";") }.compactMap { pair in
            let pair = pair.drop { $0 == " " || $0 == "\t" }
            guard let equals = pair.firstIndex(of: "="), pair[..<equals].utf8.elementsEqual(name.utf8) else { return nil }
            return pair[pair.index(after: equals)...]
        }
    }

    private static func isBearer(_ scheme: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let bearer: StaticString = "bearer"
        return scheme.count == bearer.utf8CodeUnitCount
            && bearer.withUTF8Buffer { bearer in bearer.indices.allSatisfy { scheme[scheme.startIndex + $0] | 0x20 == bearer[$0] } }
    }

    /// Accepts what RFC 6750 §2.1 calls a `b64token`.
    private static func checked(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> ExtractedToken {
        let bytes = UnsafeBufferPointer(rebasing: value)
        guard !bytes.isEmpty, TokenCharacters.fill(bytes) else { return self.malformed }
        return .token(String(decoding: bytes, as: UTF8.self))
    }

    private static let malformed = ExtractedToken.refused(TokenFailure(.malformedCredential, "the credential is no bearer token"))
}
