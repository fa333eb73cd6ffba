#if os(Linux)
import Foundation
import Metrics
import Testing

@testable import Nexus

@Suite("The exposition as promtool reads it")
struct PromtoolTests {
    private static let promtool = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test("promtool finds nothing wrong", .enabled(if: promtool != nil, "promtool is not installed (Debian: prometheus)"))
    func clean() throws {
        let registry = PrometheusRegistry()
        let http = HTTPMetrics(routes: ["/a\"\\\n{id}"])
        for status in [200, 404] {
            http.requestStarted()
            http.requestFinished(
                route: 0, method: HTTPMethodLabel("GET"), status: status, durationNanoseconds: 1_000, requestBodyBytes: 0,
                responseBodyBytes: 5
            )
        }
        registry.register(http.collector)
        registry.register(.process)
        registry.register(CounterVector.gateDecisions([("token", "reject", "expired")]).collector)
        Counter(label: "jobs.done", dimensions: [("näme", "\u{1F600}\"")], factory: registry).increment()
        Timer(label: "work", factory: registry).recordSeconds(1)

        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.promtool))
        process.arguments = ["check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: registry.exposition(as: .prometheus))
        try input.fileHandleForWriting.close()
        let findings = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: findings, as: UTF8.self) == "")
    }
}
#endif
