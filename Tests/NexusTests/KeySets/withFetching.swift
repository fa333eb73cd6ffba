import AsyncHTTPClient
import Nexus
import NexusAuth
import NexusTesting

/// Runs a body with a provider and a fetcher, and stops both.
func withFetching<Result>(
    limits: HTTPKeySetFetcher.Limits = HTTPKeySetFetcher.Limits(),
    _ body: (FakeIdentityProvider, HTTPKeySetFetcher) async throws -> Result
) async throws -> Result {
    let provider = try await FakeIdentityProvider.start()
    let client = HTTPClient(configuration: .keySets(limits))
    do {
        let result = try await body(provider, HTTPKeySetFetcher(client: client, limits: limits))
        try await provider.stop()
        try await client.shutdown()
        return result
    } catch {
        try await provider.stop()
        try await client.shutdown()
        throw error
    }
}

/// Runs a body with a provider, its keys kept current over HTTP, and a verifier that uses them.
func withKeySet(
    policy: KeySetPolicy = KeySetPolicy(),
    discovers: Bool = false,
    prepare: (FakeIdentityProvider) async throws -> Void = { _ in },
    _ body: (FakeIdentityProvider, RemoteKeySet, KeySetVerifier) async throws -> Void
) async throws {
    try await withFetching { provider, fetcher in
        try await prepare(provider)
        let location = discovers ? KeySetLocation.discovery(issuer: provider.issuer) : .url(provider.keySetURL)
        let keys = try RemoteKeySet(location, algorithms: .all, policy: policy, fetcher: fetcher)
        let verifier = try KeySetVerifier(provider, keys: keys)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await keys.run() }
            defer { group.cancelAll() }
            try await body(provider, keys, verifier)
        }
    }
}
