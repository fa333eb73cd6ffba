public import NIOSSL
import NexusCore

/// How to reach Redis, and what it may cost when it is slow or away.
public struct RedisConfiguration: Sendable {
    /// Where Redis is, who asks, and which database is selected.
    public var url: RedisURL
    /// TLS settings; set for `rediss://`, with full verification against the system's roots.
    public var tls: TLSConfiguration?
    /// The name shown by `CLIENT LIST`; none by default, because an ACL may forbid to set one.
    public var clientName: String?
    /// How many connections commands are spread over; default 2.
    public var connections: Int
    /// How long a command waits for its reply; default 50 ms.
    public var commandTimeout: Duration
    /// Most commands that wait on one connection; the next fails at once. Default 1024.
    public var maximumInFlight: Int
    /// How long TCP, and then TLS with the first commands, may take each; default 500 ms.
    public var connectTimeout: Duration
    /// How long past its deadline a reply may be before the connection is given up; default 500 ms.
    public var hangTimeout: Duration
    /// How long an idle connection goes without a `PING`; default 1 s.
    public var heartbeat: Duration
    /// The wait between attempts to connect.
    public var backoff: ReconnectBackoff
    /// How many timeouts in a row stop the asking; default 3.
    public var breakerThreshold: Int
    /// How long Redis is not asked after that, before a `PING` tries it; default 250 ms.
    public var breakerCooldown: Duration
    /// What a reply may cost.
    public var replyLimits: RESPLimits

    /// Creates a configuration with the defaults.
    /// - Parameter url: Where Redis is; ``RedisURL/isSecure`` turns TLS on.
    public init(url: RedisURL) {
        self.url = url
        self.tls = url.isSecure ? .makeClientConfiguration() : nil
        self.clientName = nil
        self.connections = 2
        self.commandTimeout = .milliseconds(50)
        self.maximumInFlight = 1024
        self.connectTimeout = .milliseconds(500)
        self.hangTimeout = .milliseconds(500)
        self.heartbeat = .seconds(1)
        self.backoff = ReconnectBackoff()
        self.breakerThreshold = 3
        self.breakerCooldown = .milliseconds(250)
        self.replyLimits = RESPLimits()
    }

    /// Checks that every option can work.
    /// - Throws: ``RedisError`` with ``RedisError/Code/invalidConfiguration``, naming the option.
    public func validate() throws(RedisError) {
        try Self.require(self.url.isSecure == (self.tls != nil), "tls must be given for rediss:// and only for it")
        try Self.require((1...65_535).contains(self.url.port), "url.port must be from 1 to 65535")
        try Self.require(self.url.database >= 0, "url.database must not be negative")
        try Self.require(self.url.username == nil || self.url.password != nil, "url.username needs a password")
        try Self.require((1...64).contains(self.connections), "connections must be from 1 to 64")
        try Self.require((1...1_000_000).contains(self.maximumInFlight), "maximumInFlight must be from 1 to 1000000")
        try Self.require(self.breakerThreshold >= 1, "breakerThreshold must be at least 1")
        let durations: [(String, Duration)] = [
            ("commandTimeout", self.commandTimeout), ("connectTimeout", self.connectTimeout), ("hangTimeout", self.hangTimeout),
            ("heartbeat", self.heartbeat), ("backoff.minimum", self.backoff.minimum), ("backoff.maximum", self.backoff.maximum),
            ("breakerCooldown", self.breakerCooldown),
        ]
        for (name, duration) in durations {
            try Self.require(duration > .zero && duration <= .seconds(3600), "\(name) must be more than zero and at most an hour")
        }
        let limits = self.replyLimits
        try Self.require(
            (64...(1 << 30)).contains(limits.replyLength) && (64...(1 << 30)).contains(limits.lineLength)
                && (16...(1 << 20)).contains(limits.elements) && (1...64).contains(limits.depth),
            "replyLimits must hold at least a small reply, and at most 1 GiB, 1048576 elements and 64 levels"
        )
    }

    private static func require(_ condition: Bool, _ message: String) throws(RedisError) {
        guard condition else { throw RedisError(.invalidConfiguration, message) }
    }
}
