import NexusAuth
import NexusCore
import Synchronization

/// What a fake identity provider publishes, what is wrong with it, and who asked.
struct ProviderState: Sendable {
    var published: [ProviderKey]
    var fault = FakeIdentityProvider.Fault.none
    var metadataFault = FakeIdentityProvider.Fault.none
    var cacheControl: String?
    var keySetFetches = 0
    var metadataFetches = 0
    private var withdrawn: [ProviderKey] = []
    private var names = 1

    init(firstKey: ProviderKey) {
        self.published = [firstKey]
    }

    mutating func nextName() -> String {
        self.names += 1
        return "key-\(self.names)"
    }

    mutating func withdraw(_ kid: String) {
        self.withdrawn += self.published.filter { $0.kid == kid }
        self.published.removeAll { $0.kid == kid }
    }

    mutating func replace(with key: ProviderKey) {
        guard let index = self.published.firstIndex(where: { $0.kid == key.kid }) else { return }
        self.published[index] = key
    }

    func key(named kid: String?) -> ProviderKey? {
        guard let kid else { return self.published.last }
        return self.published.last { $0.kid == kid } ?? self.withdrawn.last { $0.kid == kid }
    }

    /// Counts a request and says what to answer.
    /// - Parameters:
    ///   - path: The request's target.
    ///   - issuer: The provider's own address.
    mutating func reply(to path: String, issuer: String) -> ProviderReply {
        switch path {
        case "/.well-known/openid-configuration":
            self.metadataFetches += 1
            return self.reply(self.metadata(issuer: issuer), spoiledBy: self.metadataFault)
        case "/jwks.json":
            self.keySetFetches += 1
            return self.reply(self.keySet(extraKeys: 0), spoiledBy: self.fault)
        default:
            return ProviderReply(status: 404)
        }
    }

    private func reply(_ document: [UInt8], spoiledBy fault: FakeIdentityProvider.Fault) -> ProviderReply {
        var reply = ProviderReply(status: 200, body: .whole(document))
        if let cacheControl { reply.headers.append(("Cache-Control", cacheControl)) }
        reply.headers.append(("Content-Type", "application/json"))
        switch fault.kind {
        case .none: break
        case .drip(let interval): reply.body = .drip(document, interval)
        case .body(let text, let contentType):
            reply.headers = [("Content-Type", contentType)]
            reply.body = .whole(Array(text.utf8))
        case .extraKeys(let count): reply.body = .whole(self.keySet(extraKeys: count))
        case .endless: reply.body = .endless
        case .redirect(let location): reply = ProviderReply(status: 302, headers: [("Location", location)])
        case .status(let code): reply = ProviderReply(status: code)
        case .hang: reply.body = .silence
        }
        return reply
    }

    private func metadata(issuer: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.value([
            "issuer": .string(issuer), "jwks_uri": .string("\(issuer)/jwks.json"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": .array(self.published.map { .string($0.algorithm.name) }),
        ])
        return writer.bytes
    }

    private func keySet(extraKeys: Int) -> [UInt8] {
        var keys = self.published.map { JSONValue.object($0.jwk) }
        if extraKeys > 0, var copy = self.published.last?.jwk {
            for number in 1...extraKeys {
                copy["kid"] = .string("extra-\(number)")
                keys.append(.object(copy))
            }
        }
        var writer = JSONWriter()
        writer.value(["keys": .array(keys)])
        return writer.bytes
    }
}

/// The state, shared by the test that spoils it and the connections that serve it.
final class SharedProviderState: Sendable {
    private let state: Mutex<ProviderState>

    init(_ state: ProviderState) {
        self.state = Mutex(state)
    }

    func withLock<Result>(_ body: (inout ProviderState) -> Result) -> Result {
        self.state.withLock { state in body(&state) }
    }
}
