extension Redactor {
    /// A query or a form as it may be kept. Duplicate names stay, in their order.
    /// - Parameters:
    ///   - text: `name=value` pairs between `&` (or `;`), percent-encoded.
    ///   - limit: Longest result in bytes.
    public func parameters(_ text: some StringProtocol, limit: Int = 2048) -> String {
        var result: [UInt8] = []
        for (index, pair) in Array(text.utf8.prefix(Self.maximumInput)).split(
            omittingEmptySubsequences: false, whereSeparator: Self.isSeparator
        )
        .enumerated() {
            guard result.count <= limit else { break }
            if index > 0 { result.append(UInt8(ascii: "&")) }
            result.append(contentsOf: self.pair(pair))
        }
        return Self.clean(result, limit: limit)
    }

    /// A path as it may be kept.
    /// - Parameters:
    ///   - path: The path as it was asked for, without the query.
    ///   - route: The template that matched; a parameter of it with a sensitive name is a secret.
    public func path(_ path: String, route: String?) -> String {
        var segments = Array(path.utf8.prefix(Self.maximumInput)).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let template = route?.split(separator: "/", omittingEmptySubsequences: false) ?? []
        for (index, segment) in segments.enumerated() where !segment.isEmpty {
            let isSecretParameter = index < template.count && template[index].hasPrefix("{") && self.isSensitive(String(template[index]))
            if isSecretParameter || self.hasSecret(Self.decoded(segment)) { segments[index] = Self.replacementBytes[...] }
        }
        return self.text(String(decoding: Array(segments.joined(separator: [UInt8(ascii: "/")])), as: UTF8.self))
    }

    private func pair(_ pair: ArraySlice<UInt8>) -> [UInt8] {
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return self.value(pair) }
        let (name, value) = (pair[..<equals], pair[(equals + 1)...])
        let isSecret = self.isSensitiveParameter(PercentDecoder.decodeFully(name, plusIsSpace: true)) && !value.isEmpty
        return self.value(name) + [UInt8(ascii: "=")] + (isSecret ? Self.replacementBytes : self.value(value))
    }

    /// OAuth's `code` (RFC 6749 §4.1.2) is a secret as a parameter, while a member `code` in a body is mostly something else.
    private func isSensitiveParameter(_ name: [UInt8]) -> Bool {
        self.names.contains(name) || name.map(\.asciiLowercased).elementsEqual("code".utf8)
    }

    private func value(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let raw = String(decoding: bytes, as: UTF8.self)
        return self.hasSecret(raw) || self.hasSecret(Self.decoded(bytes)) ? Self.replacementBytes : Array(raw.utf8)
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: PercentDecoder.decodeFully(bytes, plusIsSpace: false), as: UTF8.self)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "&") || byte == UInt8(ascii: ";")
    }

    private static let replacementBytes = Array(replacement.utf8)
}
