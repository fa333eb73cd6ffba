import Synchronization

/// A clock for tests: it stands still until it is advanced or stepped.
public final class ManualTime: Sendable {
    private let moment: Mutex<Moment>

    /// Creates a clock.
    /// - Parameter unixSeconds: The wall-clock time it starts at, in seconds since the Unix epoch.
    public init(unixSeconds: Int64 = 1_700_000_000) {
        self.moment = Mutex(Moment(unixNanoseconds: unixSeconds * 1_000_000_000, uptimeNanoseconds: 1_000_000_000))
    }

    /// The moment it shows.
    public var now: Moment {
        self.moment.withLock { $0 }
    }

    /// Moves both clocks forward, as time passing does.
    /// - Parameter duration: How far; must not be negative.
    public func advance(by duration: Duration) {
        let nanoseconds = duration.nanoseconds
        precondition(nanoseconds >= 0, "time does not run backwards; use stepWallClock(by:) for a clock that steps")
        self.moment.withLock {
            $0.unixNanoseconds += nanoseconds
            $0.uptimeNanoseconds += nanoseconds
        }
    }

    /// Steps the wall clock alone, as an NTP correction does.
    /// - Parameter duration: How far, forwards or backwards.
    public func stepWallClock(by duration: Duration) {
        let nanoseconds = duration.nanoseconds
        self.moment.withLock { $0.unixNanoseconds += nanoseconds }
    }
}
