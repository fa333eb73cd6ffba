/// Fetches key sets and provider metadata; bounds time, size and redirects itself.
package protocol KeySetFetcher: Sendable {
    /// Fetches one document.
    /// - Parameter url: Where it is.
    /// - Throws: ``KeySetError``; also when the task is cancelled.
    func fetch(_ url: KeySetURL) async throws(KeySetError) -> KeySetDocument
}
