/// How log lines look.
public struct LogFormat: Sendable, Hashable, CustomStringConvertible {
    /// The name in the configuration.
    public let description: String

    /// One JSON object a line, for machines.
    public static let json = LogFormat(description: "json")
    /// `time level label: message key=value`, for people.
    public static let text = LogFormat(description: "text")

    /// Every format.
    static let all: [LogFormat] = [.json, .text]

    private init(description: String) {
        self.description = description
    }

    /// Reads `log_format`.
    /// - Parameter name: `json` or `text`, in any case.
    /// - Throws: ``LoggingError`` that lists the names.
    public init(parsing name: String) throws(LoggingError) {
        guard let format = Self.all.first(where: { $0.description == name.lowercased() }) else {
            throw .unknown("log_format", allowed: Self.all.map(\.description))
        }
        self = format
    }
}
