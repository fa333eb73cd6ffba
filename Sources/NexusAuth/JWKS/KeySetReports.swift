/// Remembers what was said about a key set, so that only changes are.
struct KeySetReports: Sendable {
    private struct Skip: Sendable, Hashable {
        let keyID: String?
        let reason: String
    }

    private var code: KeySetError.Code?
    private var skips: Set<Skip> = []

    /// What to say after a fetch.
    /// - Parameters:
    ///   - error: Why it failed, if it did.
    ///   - skipped: The keys of the set that were left out; nil when no set came.
    mutating func events(error: KeySetError?, skipped: [KeyRing.SkippedKey]?) -> [KeySetEvent] {
        var events: [KeySetEvent] = []
        if error?.code != self.code { events.append(error.map { .failing($0) } ?? .recovered) }
        self.code = error?.code
        guard let skipped else { return events }
        let named = skipped.map { Skip(keyID: $0.keyID, reason: $0.reason) }
        events += zip(named, skipped).filter { !self.skips.contains($0.0) }.map { .skipped($0.1) }
        self.skips = Set(named)
        return events
    }
}
