/// Readers of the fields in which proxies report whom they saw. A hop that names no address is `nil`.
enum ForwardedFields {
    /// The hops of one `X-Forwarded-For` line: a comma-separated list of addresses, with or without port. Empty elements are skipped.
    /// - Parameter budget: How many bytes are read, from the right; an element cut off there is skipped.
    static func xForwardedFor(_ line: String, budget: Int) -> [IPAddress?] {
        var bytes = line.utf8.suffix(budget)
        if bytes.count < line.utf8.count { bytes = bytes.drop { $0 != UInt8(ascii: ",") } }
        return bytes.split(separator: UInt8(ascii: ",")).compactMap { element -> IPAddress?? in
            let node = element.trimmed
            return node.isEmpty ? nil : .some(Self.address(node))
        }
    }

    /// The `for` hops of one `Forwarded` line (RFC 7239 §4). A line that breaks the grammar anywhere, or has more bytes than the budget,
    /// is one hop that names no address: where a quoted string begins can only be told from the left.
    static func forwarded(_ line: String, budget: Int) -> [IPAddress?] {
        guard line.utf8.count <= budget else { return [nil] }
        var scanner = ForwardedScanner(line)
        var hops: [IPAddress?] = []
        while !scanner.isAtEnd {
            var node: [UInt8]?
            repeat {
                scanner.skipSpace()
                if scanner.isAtElementEnd { break }
                guard let (name, value) = scanner.pair() else { return [nil] }
                if name == Array("for".utf8) {
                    guard node == nil else { return [nil] }
                    node = value
                }
                scanner.skipSpace()
            } while scanner.take(UInt8(ascii: ";"))
            guard scanner.isAtEnd || scanner.take(UInt8(ascii: ",")) else { return [nil] }
            hops.append(node.flatMap { Self.address($0[...]) })
        }
        return hops
    }

    /// Reads a node: an address, alone or with a port, an IPv6 address with a port in brackets.
    private static func address(_ node: some BidirectionalCollection<UInt8>) -> IPAddress? {
        guard node.count <= 64 else { return nil }
        if node.first == UInt8(ascii: "[") {
            guard let close = node.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            guard Self.isPort(node[node.index(after: close)...]) else { return nil }
            let inner = node[node.index(after: node.startIndex)..<close]
            guard inner.contains(UInt8(ascii: ":")) else { return nil }
            return IPAddress(String(decoding: inner, as: UTF8.self))
        }
        let colons = node.lazy.filter { $0 == UInt8(ascii: ":") }.count
        if colons == 1, let colon = node.firstIndex(of: UInt8(ascii: ":")) {
            guard Self.isPort(node[colon...]) else { return nil }
            return IPAddress(String(decoding: node[..<colon], as: UTF8.self))
        }
        return IPAddress(String(decoding: node, as: UTF8.self))
    }

    /// Whether the rest is nothing, or a colon and a port: up to five digits, or an obfuscated one (RFC 7239 §6).
    private static func isPort(_ rest: some Collection<UInt8>) -> Bool {
        guard let first = rest.first else { return true }
        let port = rest.dropFirst()
        guard first == UInt8(ascii: ":"), let mark = port.first else { return false }
        if mark == UInt8(ascii: "_") { return port.count > 1 && port.dropFirst().allSatisfy(\.isObfuscatedByte) }
        return port.count <= 5 && port.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension Substring.UTF8View {
    fileprivate var trimmed: Substring.UTF8View {
        var rest = self
        while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
        while let byte = rest.last, byte == 0x20 || byte == 0x09 { rest.removeLast() }
        return rest
    }
}

extension UInt8 {
    fileprivate var isObfuscatedByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
