import Logging
import Testing

@testable import Nexus

@Suite("Log settings")
struct LoggingSettingsTests {
    @Test(
        "levels are read in any case",
        arguments: [("INFO", Logger.Level.info), ("warn", .warning), ("Warning", .warning), ("trace", .trace), ("CRITICAL", .critical)])
    func levels(name: String, level: Logger.Level) throws {
        #expect(try Logger.Level(parsing: name) == level)
    }

    @Test("a wrong level or format names the right ones")
    func wrong() {
        #expect(throws: LoggingError.unknown("log_level", allowed: ["trace", "debug", "info", "notice", "warning", "error", "critical"])) {
            try Logger.Level(parsing: "verbose")
        }
        #expect(throws: LoggingError.unknown("log_format", allowed: ["json", "text"])) { try LogFormat(parsing: "xml") }
    }

    @Test("formats are read in any case")
    func formats() throws {
        #expect(try LogFormat(parsing: "JSON") == .json)
        #expect(try LogFormat(parsing: "text") == .text)
    }
}
