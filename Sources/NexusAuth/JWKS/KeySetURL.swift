import NexusCore

/// An absolute URL that keys may be fetched from: `https`, or `http` to this machine.
package struct KeySetURL: Sendable, Hashable, CustomStringConvertible {
    /// The whole URL as it was given.
    package let text: String
    /// Scheme, host and port in lower case, the port always written out (RFC 6454 §4).
    package let origin: String
    /// The host in lower case; an IPv6 address without its brackets.
    package let host: String
    /// The path and query, beginning with `/`.
    package let target: String

    /// Reads a URL.
    /// - Parameter text: At most 2048 printable ASCII characters, without user information and fragment.
    /// - Throws: ``KeySetError`` with ``KeySetError/Code/badLocation``.
    package init(_ text: String) throws(KeySetError) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.forbidden.contains($0) }) else {
            throw KeySetError(.badLocation, "the location has characters that no URL has, a fragment, or more than 2048 characters")
        }
        guard let separator = text.firstRange(of: "://") else {
            throw KeySetError(.badLocation, "the location is not an absolute URL")
        }
        let scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let (host, port) = Self.split(authority: rest[..<end].lowercased()) else {
            throw KeySetError(.badLocation, "the location has no plain host and port")
        }
        let isSecure = scheme == "https"
        guard isSecure || scheme == "http" && Self.isLoopback(host) else {
            throw KeySetError(.badLocation, "the location is not https")
        }
        guard !Self.isLinkLocal(host) else {
            throw KeySetError(.badLocation, "the location is a link-local address")
        }
        let target = rest[end...]
        self.text = text
        self.host = host
        self.origin = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port ?? (isSecure ? 443 : 80))"
        self.target = target.hasPrefix("/") ? String(target) : "/\(target)"
    }

    /// Whether the host is this machine.
    package var isLoopback: Bool { Self.isLoopback(self.host) }

    package var description: String { self.text }

    private static let forbidden: Set<UInt8> = Set("\"#<>@\\^`{|}".utf8)

    private static func split(authority: String) -> (host: String, port: UInt16?)? {
        let host: Substring
        let tail: Substring
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<close]
            tail = authority[authority.index(after: close)...]
            guard host.contains(":"), IPAddress(String(host)) != nil else { return nil }
        } else {
            let colon = authority.firstIndex(of: ":") ?? authority.endIndex
            host = authority[..<colon]
            tail = authority[colon...]
            let isName = host.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
                default: false
                }
            }
            guard !host.isEmpty, isName else { return nil }
        }
        guard !tail.isEmpty else { return (String(host), nil) }
        guard tail.hasPrefix(":"), let port = UInt16(tail.dropFirst()), port > 0, !tail.contains("+") else { return nil }
        return (String(host), port)
    }

    private static func isLoopback(_ host: String) -> Bool {
        guard let address = IPAddress(host) else { return host == "localhost" }
        return address.isIPv4 ? address.low >> 24 == 127 : address.high == 0 && address.low == 1
    }

    private static func isLinkLocal(_ host: String) -> Bool {
        guard let address = IPAddress(host) else { return false }
        return address.isIPv4 ? address.low >> 16 == 0xA9FE : address.high >> 54 == 0x3FA
    }
}
