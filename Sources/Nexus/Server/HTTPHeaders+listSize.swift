import NIOHTTP1

extension HTTPHeaders {
    /// The size as HTTP/2 counts it (RFC 9113 §6.5.2).
    var listSize: Int {
        self.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
    }
}

extension HTTPRequestHead {
    /// The size of the header section as HTTP/2 counts it, without the names of its pseudo-header fields.
    var listSize: Int {
        self.headers.listSize + self.uri.utf8.count + self.method.rawValue.utf8.count
    }
}
