/// Where the time comes from: the system in production, a hand that moves it in tests.
public enum TimeSource: Sendable {
    /// The system's wall and monotonic clocks.
    case system
    /// Time that moves only when told to.
    case manual(ManualTime)

    /// The current moment.
    public func now() -> Moment {
        switch self {
        case .system: Moment.system()
        case .manual(let time): time.now
        }
    }
}
