/// Finds the one credential of a request: in a header field, a cookie or a query parameter, wherever the configuration allows.
///
/// Two credentials are refused whichever they are (RFC 6750 §2): who chooses between them would choose differently from the next server.
package struct TokenExtraction: Sendable {
    /// The field that carries the token, in lower case; it belongs into ``extract(header:cookies:query:)``.
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
    ///   - header: The field ``headerName``.
    ///   - cookies: Every line of the `Cookie` field.
    ///   - query: The query of the request target, without `?`.
    package func extract(header: RequestFacts.Field, cookies: [String] = [], query: String = "") -> ExtractedToken {
        if self.cookieName == nil, self.queryParameter == nil { return self.fromHeader(header) }
        var found = [self.fromHeader(header)]
        if let name = self.cookieName { found.append(Self.only(Self.cookies(named: name, in: cookies))) }
        if let name = self.queryParameter { found.append(Self.only(QueryParameter.values(of: name, in: query))) }
        found.removeAll { $0 == .none }
        guard found.count <= 1 else { return .refused(TokenFailure(.ambiguousCredential, "the request carries more than one credential")) }
        return found.first ?? .none
    }

    private func fromHeader(_ field: RequestFacts.Field) -> ExtractedToken {
        guard var line = field.value else { return .none }
        guard !field.isRepeated else {
            return .refused(TokenFailure(.ambiguousCredential, "the credential's header field comes twice"))
        }
        line.makeContiguousUTF8()
        switch line.utf8.withContiguousStorageIfAvailable(self.place) ?? .malformed {
        case .nowhere: return .none
        case .malformed: return Self.malformed
        case .behind(let offset): return .token(Substring(line.utf8[line.utf8.index(line.startIndex, offsetBy: offset)...]))
        }
    }

    /// Where in the field's value the token stands.
    private enum Place {
        case nowhere
        case malformed
        /// Behind so many bytes, up to the end.
        case behind(Int)
    }

    private func place(in value: UnsafeBufferPointer<UInt8>) -> Place {
        let isAuthorization = self.headerName == "authorization"
        guard let space = value.firstIndex(of: UInt8(ascii: " ")) else {
            if isAuthorization { return Self.isBearer(value) ? .malformed : .nowhere }
            guard !value.isEmpty else { return .nowhere }
            return Self.isToken(value) ? .behind(0) : .malformed
        }
        guard Self.isBearer(value.extracting(..<space)) else { return isAuthorization ? .nowhere : .malformed }
        return Self.isToken(value.extracting((space + 1)...)) ? .behind(space + 1) : .malformed
    }

    private static func only(_ values: [Substring]) -> ExtractedToken {
        guard values.count <= 1 else { return .refused(TokenFailure(.ambiguousCredential, "the credential comes twice")) }
        guard var value = values.first, !value.isEmpty else { return .none }
        return value.withUTF8(self.isToken) ? .token(value) : self.malformed
    }

    private static func cookies(named name: String, in lines: [String]) -> [Substring] {
        lines.flatMap { $0.split(separator: ";") }.compactMap { pair in
            let pair = pair.drop { $0 == " " || $0 == "\t" }
            guard let equals = pair.firstIndex(of: "="), pair[..<equals].utf8.elementsEqual(name.utf8) else { return nil }
            return pair[pair.index(after: equals)...]
        }
    }

    private static func isBearer(_ scheme: UnsafeBufferPointer<UInt8>) -> Bool {
        let bearer: StaticString = "bearer"
        return scheme.count == bearer.utf8CodeUnitCount
            && bearer.withUTF8Buffer { bearer in bearer.indices.allSatisfy { scheme[$0] | 0x20 == bearer[$0] } }
    }

    /// Whether this is what RFC 6750 §2.1 calls a `b64token`.
    private static func isToken(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        !value.isEmpty && TokenCharacters.fill(value)
    }

    private static let malformed = ExtractedToken.refused(TokenFailure(.malformedCredential, "the credential is no bearer token"))
}
