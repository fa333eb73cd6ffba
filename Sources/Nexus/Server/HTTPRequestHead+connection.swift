import NIOHTTP1

extension HTTPRequestHead {
    /// Whether another request may come on the same connection: not after HTTP/1.0, whose clients expect a field that nobody sends any
    /// more, and not after an upgrade, behind which the decoder stops reading.
    var canBeFollowed: Bool {
        self.isKeepAlive && self.isVersion1_1 && self.method != .CONNECT && !self.headers.contains(name: "upgrade")
    }

    /// Whether the client understands HTTP/1.1 or newer.
    var isVersion1_1: Bool { (self.version.major, self.version.minor) >= (1, 1) }

    /// Whether the client sends its body only when told to (RFC 9110 §10.1.1).
    var expectsContinue: Bool {
        guard self.isVersion1_1, self.headers.contains(name: "expect") else { return false }
        let hasBody =
            self.version.major > 1 || self.headers.contains { ["content-length", "transfer-encoding"].contains($0.name.lowercased()) }
        return hasBody && self.headers["expect"].contains { $0.lowercased() == "100-continue" }
    }
}
