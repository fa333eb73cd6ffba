public import NexusCore

/// Where a Redis is and who asks: `redis://user:password@host:6379/0`, or `rediss://` for TLS.
public struct RedisURL: Sendable, Hashable, CustomStringConvertible {
    /// Whether the connection is encrypted: `rediss`.
    public var isSecure: Bool
    /// A name or an address; an IPv6 address without its brackets.
    public var host: String
    /// The TCP port; 6379 when the text names none.
    public var port: Int
    /// The ACL user; nil for the default user.
    public var username: String?
    /// The password; nil when Redis asks for none.
    public var password: Secret?
    /// The database that is selected.
    public var database: Int

    /// Creates a URL from its parts.
    /// - Parameters:
    ///   - host: A name or an address; an IPv6 address without its brackets.
    ///   - port: The TCP port.
    ///   - isSecure: Whether the connection is encrypted.
    ///   - username: The ACL user; nil for the default user.
    ///   - password: The password; nil when Redis asks for none.
    ///   - database: The database that is selected.
    public init(
        host: String,
        port: Int = 6379,
        isSecure: Bool = false,
        username: String? = nil,
        password: Secret? = nil,
        database: Int = 0
    ) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.database = database
    }

    /// The URL without user and password.
    public var description: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return "\(self.isSecure ? "rediss" : "redis")://\(host):\(self.port)/\(self.database)"
    }
}
