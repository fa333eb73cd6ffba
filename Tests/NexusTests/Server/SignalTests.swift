import Foundation
import Nexus
import NexusTesting
import Testing

/// The signals, each in a process of its own.
@Suite struct SignalTests {
    /// Starts an app and sends the process signals while a request is in its handler.
    private static func answer(signals: Int) async throws -> String {
        let edge = try EdgeApp()
        let signal = edge.signal
        let (answers, answer) = AsyncStream.makeStream(of: String.self)
        edge.app.onListening { port in
            Task {
                let client = try await TestServer(port: port).connect()
                try await client.send("GET /stubborn HTTP/1.1\r\nHost: h\r\n\r\n")
                _ = await eventually { signal.began == 1 }
                for _ in 0..<signals {
                    kill(getpid(), SIGTERM)
                    try await Task.sleep(for: .milliseconds(200))
                }
                let response = try await client.receive()
                answer.yield("\(response.status) \(response.text) \(response.closes)")
            }
        }
        try await edge.app.start()
        var iterator = answers.makeAsyncIterator()
        let text = await iterator.next() ?? ""
        return "\(text), \(edge.trail.requests.count) records"
    }

    @Test func `A signal lets requests in flight finish and flushes the trail`() async {
        await #expect(processExitsWith: .success) {
            let answer = try await Self.answer(signals: 1)
            guard answer == "200 at last true, 1 records" else { exit(3) }
        }
    }

    @Test func `A second signal ends the process at once`() async {
        await #expect(processExitsWith: .exitCode(1)) {
            _ = try await Self.answer(signals: 2)
            exit(3)
        }
    }
}
