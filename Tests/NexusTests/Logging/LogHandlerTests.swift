import Logging
import NexusAuth
import NexusCore
import Synchronization
import Testing
import Tracing

@testable import Nexus

@Suite("Log lines")
struct LogHandlerTests {
    /// Collects what a logger writes.
    private final class Lines: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        var output: LogOutput { LogOutput { line in self.bytes.withLock { $0 += line } } }
        var text: String { self.bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    }

    private func log(
        _ format: LogFormat, level: Logger.Level = .trace, metadataProvider: Logger.MetadataProvider? = nil, _ body: (Logger) -> Void
    ) -> String {
        let lines = Lines()
        let time = ManualTime(unixSeconds: 1_700_000_000)
        time.advance(by: .milliseconds(42))
        let handler = NexusLogHandler(
            label: "nexus.test", level: level, format: format, redactor: .init(), output: lines.output, metadataProvider: metadataProvider,
            time: .manual(time)
        )
        body(Logger(label: "nexus.test") { _ in handler })
        return lines.text
    }

    @Test("JSON: fixed fields first, promoted ones next, the rest by name, nested ones flat")
    func json() {
        let text = self.log(.json) { logger in
            var logger = logger
            logger[metadataKey: "request_id"] = "r-1"
            logger[metadataKey: "zone"] = "b"
            logger.info(
                "Served",
                metadata: ["tenant_id": "acme", "http": ["status": "200", "sizes": ["1", "2"]], "attempt": "\(3)", "zone": "a"]
            )
        }
        #expect(
            text
                == #"{"time":"2023-11-14T22:13:20.042Z","level":"info","label":"nexus.test","message":"Served","#
                + #""request_id":"r-1","tenant":"acme","attempt":"3","http.sizes.0":"1","http.sizes.1":"2","http.status":"200","zone":"a"}"#
                + "\n"
        )
    }

    @Test("text: for people")
    func text() {
        let text = self.log(.text) { $0.warning("Slow store", metadata: ["millis": "12", "note": "two words", "empty": ""]) }
        #expect(text == "2023-11-14T22:13:20.042Z WARNING  nexus.test: Slow store empty=\"\" millis=12 note=\"two words\"\n")
    }

    @Test("below the level nothing is written")
    func level() {
        #expect(self.log(.json, level: .error) { $0.warning("no") }.isEmpty)
    }

    @Test(
        "values under the name of a secret never show",
        arguments: [
            "authorization", "Authorization", "cookie", "Set-Cookie", "accessToken", "refresh_token", "client-secret", "password",
            "api_key", "jwt",
        ]
    )
    func secretNames(name: String) {
        for format in [LogFormat.json, .text] {
            let text = self.log(format) {
                $0.info("m", metadata: [name: "hunter2", "nested": [name: "hunter2"], "list": [[name: ["deep": "hunter2"]]]])
            }
            #expect(!text.contains("hunter2"))
            #expect(text.contains("[REDACTED]"))
        }
    }

    @Test("a token in the message, in a value or in an error never shows")
    func secretValues() {
        struct Failure: Error, CustomStringConvertible { let description: String }
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
        for format in [LogFormat.json, .text] {
            let text = self.log(format) {
                $0.error(
                    "got Bearer \(token)", error: Failure(description: "bad \(token)"),
                    metadata: ["note": "see \(token)", "request_id": "\(token)"])
            }
            #expect(!text.contains("eyJzdWIi"))
            #expect(!text.contains("c2lnbmF0"))
        }
    }

    @Test("identifiers look random and are kept")
    func identifiers() {
        let id = RequestID.generate().rawValue
        let trace = TraceContext.root()
        let text = self.log(.json) { $0.info("m", metadata: ["request_id": "\(id)", "trace_id": .stringConvertible(trace.traceID)]) }
        #expect(text.contains(#""request_id":"\#(id)","trace_id":"\#(trace.traceID)""#))
    }

    @Test(
        "nothing forges a line or a field",
        arguments: [
            "a\nb", "a\r\n{\"level\":\"critical\"}", "a\u{2028}b\u{2029}c", "a\u{0}\u{1B}[31m\u{7F}\u{85}", "\",\"level\":\"critical",
            "x level=critical\" y=", "\u{202E}evil",
        ])
    func forging(hostile: String) {
        for format in [LogFormat.json, .text] {
            let text = self.log(format) { $0.info("\(hostile)", metadata: [hostile: "\(hostile)", "level": "critical"]) }
            #expect(text.utf8.filter { $0 == 0x0A }.count == 1 && text.hasSuffix("\n"))
            #expect(
                text.unicodeScalars.dropLast().allSatisfy { $0.value >= 0x20 && ![0x7F, 0x85, 0x2028, 0x2029, 0x202E].contains($0.value) })
        }
        let json = self.log(.json) { $0.info("\(hostile)", metadata: [hostile: "x", "level": "critical"]) }
        #expect(json.contains(#""level":"info""#))
        #expect(json.contains(#""metadata.level":"critical""#))
        #expect(!json.contains(#","level":"critical""#))
    }

    @Test("lines are bounded, whatever is logged")
    func bounded() {
        let long = String(repeating: "word ", count: 100_000)
        let many = Logger.Metadata(uniqueKeysWithValues: (0..<10_000).map { ("k\($0)", "v") })
        var deep = Logger.MetadataValue.string("end")
        for _ in 0..<100 { deep = ["d": deep] }
        let text = self.log(.json) { $0.info("\(long)", metadata: many.merging([long: "\(long)", "deep": deep]) { $1 }) }
        #expect(text.utf8.count < 32_768)
    }

    @Test("the promoted fields survive any amount of others")
    func promotedFirst() {
        let many = Logger.Metadata(uniqueKeysWithValues: (0..<10_000).map { ("k\($0)", "v") })
        let text = self.log(.json) { $0.info("m", metadata: many.merging(["tenant": "acme", "request_id": "r-1"]) { $1 }) }
        #expect(text.contains(#""message":"m","request_id":"r-1","tenant":"acme","#))
    }

    @Test("the trace of the current task is added")
    func trace() throws {
        let trace = TraceContext.root()
        var context = InstrumentationContext.topLevel
        context.traceContext = trace
        let text = InstrumentationContext.withValue(context) {
            self.log(.json, metadataProvider: .traceContext) { $0.info("m") }
        }
        #expect(text.contains(#""trace_id":"\#(trace.traceID)","span_id":"\#(trace.spanID)""#))
    }
}
