import NexusAuth
import NexusCore
import Synchronization

/// A provider without sockets: answers what the test says, after as long as the test says.
final class ScriptedProvider: KeySetFetcher {
    struct Script: Sendable {
        var keys: [(name: String, key: SigningKey)] = []
        var document: [UInt8]?
        var maxAge: Int?
        var error: KeySetError?
        var delay: Duration = .zero
        var fetches: [String] = []
    }

    private let script = Mutex(Script())
    private let sleep: ManualSleep

    init(_ sleep: ManualSleep) {
        self.sleep = sleep
    }

    var fetches: Int { self.script.withLock { $0.fetches.count } }
    var fetchedURLs: [String] { self.script.withLock { $0.fetches } }

    func set(_ change: (inout Script) -> Void) {
        self.script.withLock { script in change(&script) }
    }

    func publish(_ names: String...) throws {
        let keys = try names.map { (name: $0, key: try SigningKey.generate(for: .edDSA)) }
        self.set { $0.keys = keys }
    }

    func token(_ name: String) throws -> String {
        let key = self.script.withLock { script in script.keys.first { $0.name == name }?.key }
        return try TokenSigner(key ?? .generate(for: .edDSA), algorithm: .edDSA, keyID: name).sign(["sub": "u1"])
    }

    func fetch(_ url: KeySetURL) async throws(KeySetError) -> KeySetDocument {
        let script = self.script.withLock { script in
            script.fetches.append(url.text)
            return script
        }
        if script.delay > .zero {
            do { try await self.sleep.sleep(for: script.delay) } catch { throw KeySetError(.unreachable, "cancelled") }
        }
        if let error = script.error { throw error }
        if url.target.hasSuffix("openid-configuration") {
            return KeySetDocument(bytes: Array(#"{"issuer":"https://example.com","jwks_uri":"https://example.com/found"}"#.utf8))
        }
        return KeySetDocument(bytes: script.document ?? Self.json(script.keys), maxAge: script.maxAge)
    }

    private static func json(_ keys: [(name: String, key: SigningKey)]) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(["keys": .array(keys.compactMap { try? .object($0.key.publicJWK(keyID: $0.name)) })])
        return writer.bytes
    }
}
