public import Logging

extension Logger.Level {
    /// Reads `log_level`.
    /// - Parameter name: `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical` in any case; `warn` means `warning`.
    /// - Throws: ``LoggingError`` that lists the names.
    public init(parsing name: String) throws(LoggingError) {
        let lowercased = name.lowercased()
        guard let level = Logger.Level(rawValue: lowercased == "warn" ? "warning" : lowercased) else {
            throw .unknown("log_level", allowed: Self.allCases.map(\.rawValue))
        }
        self = level
    }
}
