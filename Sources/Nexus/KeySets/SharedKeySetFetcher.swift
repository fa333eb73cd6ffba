import NexusAuth
import NexusCore

/// Fetches key sets with the app's one client, which the first fetch makes: an app that is only looked at has none.
struct SharedKeySetFetcher: KeySetFetcher {
    let http: SharedHTTPClient
    let time: TimeSource

    func fetch(_ url: KeySetURL) async throws(KeySetError) -> KeySetDocument {
        guard let client = self.http.client else { throw KeySetError(.unreachable, "the app has stopped") }
        return try await HTTPKeySetFetcher(client: client, time: self.time).fetch(url)
    }
}
