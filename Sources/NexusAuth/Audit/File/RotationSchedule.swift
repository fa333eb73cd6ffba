import NexusCore

/// When a file is full: by its size, or because a new period of the wall clock has begun.
struct RotationSchedule: Sendable {
    let size: Int?
    /// Seconds.
    let interval: Int64?

    init(_ config: AuditConfig) {
        self.size = config.rotationSize
        self.interval = config.rotationInterval.map { max(1, $0.nanoseconds / 1_000_000_000) }
    }

    /// Whether a file is full.
    /// - Parameters:
    ///   - size: Its bytes.
    ///   - began: When its first line was written, or, if it was found, its last: in seconds since the Unix epoch.
    ///   - now: In seconds since the Unix epoch.
    func isFull(size: Int, began: Int64?, now: Int64) -> Bool {
        guard size > 0 else { return false }
        if let limit = self.size, size >= limit { return true }
        guard let interval, let began else { return false }
        return Self.period(now, interval) > Self.period(began, interval)
    }

    private static func period(_ seconds: Int64, _ interval: Int64) -> Int64 {
        let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: interval)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
