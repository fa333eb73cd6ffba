import NexusCore

extension RedisURL {
    /// Longest text that is read, in bytes.
    private static let maximumLength = 4096

    /// Reads a URL (RFC 3986 syntax; scheme `redis` or `rediss`, as registered with IANA).
    ///
    /// User and password are percent-decoded; a password with `@`, `/`, `:`, `#`, `?` or `%` in it is written percent-encoded.
    /// - Parameter text: The URL.
    /// - Throws: ``RedisError`` with ``RedisError/Code/invalidURL``. Its message names the part, and repeats nothing of the text.
    public init(parsing text: String) throws(RedisError) {
        guard text.utf8.count <= Self.maximumLength else { throw Self.invalid("it is too long") }
        var rest = text[...]
        guard let separator = rest.firstRange(of: "://") else { throw Self.invalid("it must start with redis:// or rediss://") }
        let isSecure: Bool
        switch rest[..<separator.lowerBound].lowercased() {
        case "redis": isSecure = false
        case "rediss": isSecure = true
        default: throw Self.invalid("it must start with redis:// or rediss://")
        }
        rest = rest[separator.upperBound...]
        guard !rest.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw Self.invalid("it has a space or a control character in it")
        }
        guard !rest.contains("?"), !rest.contains("#") else {
            throw Self.invalid("it has a query or a fragment: percent-encode the password")
        }
        let path = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<path]
        self.init(host: "", isSecure: isSecure)
        if let at = authority.lastIndex(of: "@") {
            try self.readCredentials(authority[..<at])
            try self.readAddress(authority[authority.index(after: at)...])
        } else {
            try self.readAddress(authority)
        }
        try self.readDatabase(rest[path...].dropFirst())
    }

    private mutating func readCredentials(_ text: Substring) throws(RedisError) {
        guard let colon = text.firstIndex(of: ":") else { throw Self.invalid("it has a user without a password") }
        guard let user = Self.percentDecoded(text[..<colon]), let password = Self.percentDecoded(text[text.index(after: colon)...]) else {
            throw Self.invalid("user or password is not percent-encoded rightly")
        }
        guard !password.isEmpty || user.isEmpty else { throw Self.invalid("it has a user without a password") }
        guard let name = String(validating: user, as: UTF8.self) else { throw Self.invalid("the user is not UTF-8") }
        self.username = name.isEmpty ? nil : name
        self.password = password.isEmpty ? nil : .bytes(password)
    }

    private mutating func readAddress(_ text: Substring) throws(RedisError) {
        let tail: Substring
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { throw Self.invalid("the IPv6 address has no closing bracket") }
            let address = text[text.index(after: text.startIndex)..<close]
            guard address.contains(":"),
                address.utf8.allSatisfy({ Self.isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else {
                throw Self.invalid("the address in brackets is not IPv6")
            }
            self.host = String(address)
            tail = text[text.index(after: close)...]
        } else {
            let colon = text.firstIndex(of: ":") ?? text.endIndex
            self.host = String(text[..<colon])
            tail = text[colon...]
            guard !self.host.isEmpty else { throw Self.invalid("it has no host") }
            guard self.host.utf8.allSatisfy(Self.isHostByte) else { throw Self.invalid("the host has a character that no host has") }
        }
        guard !tail.isEmpty else { return }
        guard tail.first == ":", let port = Self.decimal(tail.dropFirst()), (1...65_535).contains(port) else {
            throw Self.invalid("the port is not a number from 1 to 65535; a password with special characters must be percent-encoded")
        }
        self.port = port
    }

    private mutating func readDatabase(_ text: Substring) throws(RedisError) {
        guard !text.isEmpty else { return }
        guard let database = Self.decimal(text), database <= 65_535 else {
            throw Self.invalid("the database after the host is not a number")
        }
        self.database = database
    }

    private static func invalid(_ reason: String) -> RedisError {
        RedisError(.invalidURL, "the URL cannot be used: \(reason)")
    }

    private static func decimal(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool { Self.hexValue(byte) != nil }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }

    /// RFC 3986 §2.1; nil when a `%` is not followed by two hexadecimal digits.
    private static func percentDecoded(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next().flatMap(Self.hexValue), let low = iterator.next().flatMap(Self.hexValue) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
