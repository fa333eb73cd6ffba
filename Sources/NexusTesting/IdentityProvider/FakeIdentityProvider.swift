public import NexusAuth
public import NexusCore
import Synchronization

/// An identity provider on this machine's loopback, with faults: what a key set's consumer meets in production, at will.
///
/// It serves OpenID metadata at `/.well-known/openid-configuration` and its public keys at `/jwks.json`, counts who asks, and mints
/// tokens with its keys.
///
/// ```swift
/// let provider = try await FakeIdentityProvider.start()
/// let token = try provider.mint(subject: "u1", claims: ["roles": ["editor"]])
/// provider.fault = .slowDrip(every: .seconds(1))
/// try await provider.stop()
/// ```
public final class FakeIdentityProvider: Sendable {
    private let server: ProviderServer
    private let state: SharedProviderState
    private let time: TimeSource

    /// The port on 127.0.0.1; it stays the same through ``stop()`` and ``restart()``.
    public var port: Int { self.server.port }
    /// The issuer, as its metadata and its tokens name it.
    public var issuer: String { "http://127.0.0.1:\(self.port)" }
    /// Where the keys are.
    public var keySetURL: String { "\(self.issuer)/jwks.json" }

    private init(server: ProviderServer, state: SharedProviderState, time: TimeSource) {
        self.server = server
        self.state = state
        self.time = time
    }

    /// Starts a provider with one key, on a free port.
    /// - Parameters:
    ///   - algorithm: What the first key signs with; any but HS256, HS384 and HS512. An RSA key takes a moment to make.
    ///   - time: Where the times in its tokens come from.
    /// - Throws: ``FakeIdentityProviderError`` for a symmetric algorithm, and whatever binding a socket throws.
    public static func start(algorithm: JWTAlgorithm = .es256, time: TimeSource = .system) async throws -> FakeIdentityProvider {
        let state = SharedProviderState(ProviderState(firstKey: try ProviderKey(algorithm, kid: "key-1")))
        let server = ProviderServer(state)
        try await server.listen()
        return FakeIdentityProvider(server: server, state: state, time: time)
    }

    /// What goes wrong when the keys are fetched.
    public var fault: Fault {
        get { self.state.withLock { $0.fault } }
        set { self.state.withLock { $0.fault = newValue } }
    }

    /// What goes wrong when the metadata is fetched.
    public var metadataFault: Fault {
        get { self.state.withLock { $0.metadataFault } }
        set { self.state.withLock { $0.metadataFault = newValue } }
    }

    /// The `Cache-Control` field of its answers; nil for none.
    public var cacheControl: String? {
        get { self.state.withLock { $0.cacheControl } }
        set { self.state.withLock { $0.cacheControl = newValue } }
    }

    /// How often the keys were asked for.
    public var keySetFetches: Int { self.state.withLock { $0.keySetFetches } }

    /// How often the metadata was asked for.
    public var metadataFetches: Int { self.state.withLock { $0.metadataFetches } }

    /// How many connections are open.
    public var openConnections: Int { self.server.openConnections }

    /// The names of the published keys; the last one signs.
    public var publishedKeys: [String] { self.state.withLock { $0.published.map(\.kid) } }

    /// Publishes a new key and signs with it from now on; the keys before it stay published.
    /// - Parameter algorithm: What the key signs with; any but HS256, HS384 and HS512.
    /// - Returns: The new key's name.
    /// - Throws: ``FakeIdentityProviderError`` for a symmetric algorithm.
    @discardableResult
    public func rotate(to algorithm: JWTAlgorithm = .es256) throws -> String {
        let kid = self.state.withLock { $0.nextName() }
        let key = try ProviderKey(algorithm, kid: kid)
        self.state.withLock { $0.published.append(key) }
        return kid
    }

    /// Takes a key out of the published set. Tokens can still be minted with it, as a thief would.
    /// - Parameter kid: The key's name.
    public func withdraw(_ kid: String) {
        self.state.withLock { $0.withdraw(kid) }
    }

    /// Puts new key material under the name of the key that signs.
    /// - Throws: ``FakeIdentityProviderError`` when no key is published.
    public func replaceKeyUnderSameName() throws {
        guard let old = self.state.withLock({ $0.published.last }) else { throw FakeIdentityProviderError("no key is published") }
        let key = try ProviderKey(old.algorithm, kid: old.kid)
        self.state.withLock { $0.replace(with: key) }
    }

    /// Mints a token.
    /// - Parameters:
    ///   - subject: The `sub` claim.
    ///   - claims: Further claims; they replace `iss`, `iat` and `exp`.
    ///   - lifetime: The time until it expires; negative for a token that is expired already.
    ///   - kid: The key that signs, published or withdrawn; nil for the latest published one.
    /// - Throws: ``FakeIdentityProviderError`` when there is no such key.
    public func mint(
        subject: String,
        claims: JSONObject = [:],
        lifetime: Duration = .seconds(300),
        signedBy kid: String? = nil
    ) throws -> String {
        guard let key = self.state.withLock({ $0.key(named: kid) }) else { throw FakeIdentityProviderError("no such key") }
        let now = self.time.now().unixSeconds
        var payload: JSONObject = ["iss": .string(self.issuer), "sub": .string(subject), "iat": .integer(now)]
        payload["exp"] = .integer(now + lifetime.components.seconds)
        for member in claims.members { payload[member.name] = member.value }
        return try key.signer.sign(payload)
    }

    /// Stops listening and breaks every connection: further ones are refused.
    public func stop() async throws {
        try await self.server.stop()
    }

    /// Listens again on the same port.
    /// - Throws: Whatever binding the port throws.
    public func restart() async throws {
        try await self.server.listen()
    }
}
