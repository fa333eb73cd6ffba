#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One reading of both clocks, taken once per request and handed down as a value.
///
/// Tokens are judged by ``unixNanoseconds``, limits and durations by ``uptimeNanoseconds``: a wall clock that steps must
/// neither give away quota nor stretch a measured duration.
public struct Moment: Sendable, Hashable {
    /// Wall clock: nanoseconds since 1970-01-01T00:00:00Z.
    public var unixNanoseconds: Int64
    /// A clock that never steps back: nanoseconds since an arbitrary start.
    public var uptimeNanoseconds: Int64

    /// Creates a moment from two clock readings.
    /// - Parameters:
    ///   - unixNanoseconds: Wall clock, nanoseconds since the Unix epoch.
    ///   - uptimeNanoseconds: Monotonic clock, nanoseconds.
    public init(unixNanoseconds: Int64, uptimeNanoseconds: Int64) {
        self.unixNanoseconds = unixNanoseconds
        self.uptimeNanoseconds = uptimeNanoseconds
    }

    /// Whole seconds since the Unix epoch, rounded down: the `NumericDate` of RFC 7519 §2.
    public var unixSeconds: Int64 {
        let (quotient, remainder) = self.unixNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Reads the system's clocks.
    static func system() -> Moment {
        Moment(unixNanoseconds: read(CLOCK_REALTIME), uptimeNanoseconds: read(CLOCK_MONOTONIC))
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
