import NexusCore

/// One HTTP/2 frame as it is on the wire (RFC 9113 §4.1), for tests that send what no client would.
struct HTTP2Frame: Hashable {
    struct Kind: Hashable {
        let rawValue: UInt8

        static let data = Kind(rawValue: 0)
        static let headers = Kind(rawValue: 1)
        static let priority = Kind(rawValue: 2)
        static let reset = Kind(rawValue: 3)
        static let settings = Kind(rawValue: 4)
        static let ping = Kind(rawValue: 6)
        static let goAway = Kind(rawValue: 7)
        static let windowUpdate = Kind(rawValue: 8)
        static let continuation = Kind(rawValue: 9)
    }

    static let endStream: UInt8 = 1
    static let acknowledgement: UInt8 = 1
    static let endHeaders: UInt8 = 4

    var kind: Kind
    var flags: UInt8 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    var bytes: [UInt8] {
        let length = UInt32(self.payload.count)
        return length.bytes.dropFirst() + [self.kind.rawValue, self.flags] + self.stream.bytes + self.payload
    }

    /// A number in the payload.
    func number(at offset: Int) -> UInt32? {
        guard self.payload.count >= offset + 4 else { return nil }
        return self.payload[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Takes the first frame off some bytes.
    static func take(from bytes: inout [UInt8]) -> HTTP2Frame? {
        guard bytes.count >= 9 else { return nil }
        let length = Int(bytes[0]) << 16 | Int(bytes[1]) << 8 | Int(bytes[2])
        guard bytes.count >= 9 + length else { return nil }
        let stream = bytes[5..<9].reduce(0) { $0 << 8 | UInt32($1) }
        defer { bytes.removeFirst(9 + length) }
        return HTTP2Frame(kind: Kind(rawValue: bytes[3]), flags: bytes[4], stream: stream, payload: Array(bytes[9..<9 + length]))
    }
}

extension HTTP2Frame {
    /// A request without content: `GET` over `https`, in fields that need no table (RFC 7541 §6.1, §6.2.2).
    static func get(_ path: String, stream: UInt32, method: String = "GET", flags: UInt8 = endStream | endHeaders) -> HTTP2Frame {
        HTTP2Frame(kind: .headers, flags: flags, stream: stream, payload: self.fields(path, method: method))
    }

    /// The fields of a request.
    /// - Parameter authority: Its `:authority`, if it has one.
    static func fields(_ path: String, method: String = "GET", authority: String? = "localhost") -> [UInt8] {
        let start: [UInt8] = method == "GET" ? [0x82, 0x87] : [0x87] + self.literal(nameIndex: 2, method)
        return start + self.literal(nameIndex: 4, path) + (authority.map { self.literal(nameIndex: 1, $0) } ?? [])
    }

    /// A `CONNECT`, which has neither scheme nor path (RFC 9113 §8.5).
    static func connect(to authority: String, stream: UInt32) -> HTTP2Frame {
        HTTP2Frame(
            kind: .headers, flags: endStream | endHeaders, stream: stream,
            payload: self.literal(nameIndex: 2, "CONNECT") + self.literal(nameIndex: 1, authority))
    }

    /// A field whose name is in the static table.
    private static func literal(nameIndex: UInt8, _ value: String) -> [UInt8] {
        [nameIndex, UInt8(value.utf8.count)] + value.utf8
    }

    /// A field that is spelled out, both at most 126 bytes long.
    static func literal(_ name: String, _ value: String) -> [UInt8] {
        [0, UInt8(name.utf8.count)] + name.utf8 + [UInt8(value.utf8.count)] + value.utf8
    }

    static func reset(_ stream: UInt32) -> HTTP2Frame {
        HTTP2Frame(kind: .reset, stream: stream, payload: UInt32(8).bytes)
    }

    static func windowUpdate(_ increment: UInt32, stream: UInt32 = 0) -> HTTP2Frame {
        HTTP2Frame(kind: .windowUpdate, stream: stream, payload: increment.bytes)
    }

    static func setting(_ identifier: UInt8, _ value: UInt32) -> HTTP2Frame {
        HTTP2Frame(kind: .settings, payload: [0, identifier] + value.bytes)
    }

    static let ping = HTTP2Frame(kind: .ping, payload: [UInt8](repeating: 7, count: 8))
}

extension UInt32 {
    fileprivate var bytes: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
