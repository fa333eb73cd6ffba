/// A request target in its one canonical meaning: what the gate, the limiter, the router and the audit trail all see.
///
/// A target that two readers could understand differently is refused instead of repaired: empty and dot segments, encoded slashes
/// and control characters, `;` and `\`, broken UTF-8, double encoding (RFC 3986 §6.2.2, RFC 9110 §17.1). One trailing slash is dropped.
package struct RequestTarget: Sendable, Hashable {
    /// The decoded path: `/` and segments that contain no slash.
    package let path: String
    /// The query as it was sent, without the question mark.
    package let query: String?
    /// The authority of an absolute-form target (RFC 9112 §3.2.2), which must agree with `Host`.
    package let authority: String?

    /// Why a target is refused.
    package enum Failure: Error, Sendable, Hashable {
        case malformed
        case tooLong
        case ambiguous
    }

    /// Longest target accepted when nothing else is configured, in bytes.
    package static let defaultMaximumLength = 8_192

    /// Reads a target in origin form or absolute form.
    /// - Parameters:
    ///   - target: The target as it stands in the request line (RFC 9112 §3.2).
    ///   - maximumLength: Longest target accepted, in bytes.
    package init(parsing target: String, maximumLength: Int = Self.defaultMaximumLength) throws(Failure) {
        guard target.utf8.count <= maximumLength else { throw .tooLong }
        var rest = target[...]
        var authority: String?
        if rest.utf8.first != UInt8(ascii: "/") {
            (authority, rest) = try Self.splitAbsoluteForm(rest)
        }
        self.authority = authority
        if let mark = Self.mark(in: rest) {
            let query = rest[rest.utf8.index(after: mark)...]
            guard query.utf8.everyByte({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "#") }) else { throw .malformed }
            self.query = String(query)
            rest = rest[..<mark]
        } else {
            self.query = nil
        }
        self.path = Self.isPlain(rest) ? Self.droppingTrailingSlash(rest) : try Self.decode(rest)
    }

    /// Where the query begins, looked for where the bytes lie together.
    private static func mark(in target: Substring) -> Substring.Index? {
        let offset = target.utf8.withContiguousStorageIfAvailable { $0.firstIndex(of: UInt8(ascii: "?")) }
        guard let offset else { return target.utf8.firstIndex(of: UInt8(ascii: "?")) }
        return offset.map { target.utf8.index(target.startIndex, offsetBy: $0) }
    }

    /// Whether the path is its own canonical form: only unreserved characters and single slashes, no segment that begins with a dot.
    private static func isPlain(_ path: Substring) -> Bool {
        var previous: UInt8 = 0
        return path.utf8.everyByte { byte in
            defer { previous = byte }
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                return true
            case UInt8(ascii: "/"), UInt8(ascii: "."):
                return previous != UInt8(ascii: "/")
            default:
                return false
            }
        }
    }

    private static func droppingTrailingSlash(_ path: Substring) -> String {
        path.utf8.count > 1 && path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : String(path)
    }

    private static func decode(_ path: Substring) throws(Failure) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(path.utf8.count)
        var bytes = path.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = bytes.next().flatMap(self.hexValue), let low = bytes.next().flatMap(self.hexValue) else {
                    throw .malformed
                }
                let value = high << 4 | low
                guard value >= 0x20, value != 0x7F, value != UInt8(ascii: "/"), value != UInt8(ascii: "\\") else { throw .ambiguous }
                decoded.append(value)
            case UInt8(ascii: ";"), UInt8(ascii: "\\"): throw .ambiguous
            case 0...0x20, 0x7F...0xFF, UInt8(ascii: "#"): throw .malformed
            default: decoded.append(byte)
            }
        }
        if decoded.count > 1, decoded.last == UInt8(ascii: "/") { decoded.removeLast() }
        guard !self.hasC1Control(decoded) else { throw .ambiguous }
        for segment in decoded.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard !segment.isEmpty, !segment.elementsEqual(".".utf8), !segment.elementsEqual("..".utf8), !self.hasEncodedByte(segment)
            else { throw .ambiguous }
        }
        guard let path = String(validating: decoded, as: UTF8.self) else { throw .malformed }
        return path
    }

    /// Whether a decoded segment could be decoded once more: whoever does so would see another path.
    private static func hasEncodedByte(_ segment: ArraySlice<UInt8>) -> Bool {
        segment.indices.contains { index in
            segment[index] == UInt8(ascii: "%") && index + 2 < segment.endIndex
                && self.hexValue(segment[index + 1]) != nil && self.hexValue(segment[index + 2]) != nil
        }
    }

    /// Whether U+0080 to U+009F occur: control characters that take two bytes.
    private static func hasC1Control(_ path: [UInt8]) -> Bool {
        zip(path, path.dropFirst()).contains { first, second in first == 0xC2 && second < 0xA0 }
    }

    private static func splitAbsoluteForm(_ target: Substring) throws(Failure) -> (String, Substring) {
        let scheme = ["http://", "https://"].first { scheme in
            target.utf8.count >= scheme.utf8.count && zip(target.utf8, scheme.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 && $1 >= 0x61 }
        }
        guard let scheme else { throw .malformed }
        let rest = Substring(target.utf8.dropFirst(scheme.utf8.count))
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.isEmpty, authority.utf8.allSatisfy(self.mayBeAuthority) else { throw .malformed }
        let path = rest[end...]
        return (String(authority), path.utf8.first == UInt8(ascii: "/") ? path : "/\(path)"[...])
    }

    /// Host and port alone (RFC 3986 §3.2): no user, no escapes.
    private static func mayBeAuthority(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "["),
            UInt8(ascii: "]"):
            true
        default: false
        }
    }

    package static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
