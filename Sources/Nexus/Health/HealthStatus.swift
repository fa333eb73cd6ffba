/// How a component, or the whole, is doing.
public struct HealthStatus: Sendable, Hashable {
    /// The three levels, from good to bad.
    public enum Level: String, Sendable, Hashable, Comparable {
        /// All is well.
        case healthy
        /// It works, with something missing.
        case degraded
        /// It does not work.
        case unhealthy

        /// By how bad it is.
        public static func < (left: Level, right: Level) -> Bool { left.severity < right.severity }

        private var severity: Int {
            switch self {
            case .healthy: 0
            case .degraded: 1
            case .unhealthy: 2
            }
        }
    }

    /// The level.
    public let level: Level
    /// What is wrong, for those who may see details; never put a secret here.
    public let detail: String?

    /// All is well.
    public static let healthy = HealthStatus(level: .healthy, detail: nil)

    /// It works, with something missing.
    /// - Parameter detail: What is missing, for those who may see details.
    public static func degraded(_ detail: String) -> HealthStatus { HealthStatus(level: .degraded, detail: detail) }

    /// It does not work.
    /// - Parameter detail: What is wrong, for those who may see details.
    public static func unhealthy(_ detail: String) -> HealthStatus { HealthStatus(level: .unhealthy, detail: detail) }
}
