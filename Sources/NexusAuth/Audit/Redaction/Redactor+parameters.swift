extension Redactor {
    /// A query or a form as it may be kept. Duplicate names stay, in their order.
    /// - Parameters:
    ///   - text: `name=value` pairs between `&` (or `;`), percent-encoded.
    ///   - limit: Longest result in bytes.
    public func parameters(_ text: some StringProtocol, limit: Int = 2048) -> String {
        var result: [UInt8] = []
        let pairs = Array(text.utf8.prefix(Self.maximumInput)).split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        for (index, pair) in pairs.enumerated() {
            guard result.count <= limit else { break }
            if index > 0 { result.append(UInt8(ascii: "&")) }
            self.append(pair, to: &result)
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

    /// Appends what stands between two `&`. A `;` parts pairs too, but not behind a sensitive name: a password may hold one.
    private func append(_ pairs: ArraySlice<UInt8>, to result: inout [UInt8]) {
        var rest = pairs
        while true {
            let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
            guard let equals = rest[..<end].firstIndex(of: UInt8(ascii: "=")) else {
                result.append(contentsOf: self.value(rest[..<end]))
                guard self.skipSeparator(at: end, of: &rest, to: &result) else { return }
                continue
            }
            let name = rest[..<equals]
            result.append(contentsOf: self.value(name) + [UInt8(ascii: "=")])
            if equals + 1 < rest.endIndex, self.isSensitiveParameter(PercentDecoder.decodeFully(name, plusIsSpace: true)) {
                return result.append(contentsOf: Self.replacementBytes)
            }
            result.append(contentsOf: self.value(rest[(equals + 1)..<end]))
            guard self.skipSeparator(at: end, of: &rest, to: &result) else { return }
        }
    }

    private func skipSeparator(at index: Int, of rest: inout ArraySlice<UInt8>, to result: inout [UInt8]) -> Bool {
        guard index < rest.endIndex else { return false }
        result.append(UInt8(ascii: "&"))
        rest = rest[(index + 1)...]
        return true
    }

    /// OAuth's `code` (RFC 6749 §4.1.2) is a secret as a parameter, while a member `code` in a body is mostly something else.
    private func isSensitiveParameter(_ name: [UInt8]) -> Bool {
        self.names.contains(name) || name.map(\.asciiLowercased).elementsEqual("code".utf8)
    }

    private func value(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let raw = String(decoding: bytes, as: UTF8.self)
        // A `+` is a space to one reader and itself to another: what is a secret to either goes.
        let isSecret =
            self.hasSecret(raw) || (bytes.contains(UInt8(ascii: "%")) && self.hasSecret(Self.decoded(bytes)))
            || (bytes.contains(UInt8(ascii: "+")) && self.hasSecret(Self.decoded(bytes, plusIsSpace: true)))
        return isSecret ? Self.replacementBytes : Array(raw.utf8)
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> String {
        String(decoding: PercentDecoder.decodeFully(bytes, plusIsSpace: plusIsSpace), as: UTF8.self)
    }

    private static let replacementBytes = Array(replacement.utf8)
}
