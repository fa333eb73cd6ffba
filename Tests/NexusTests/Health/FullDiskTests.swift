import Foundation
import Logging
import Nexus
import NexusTesting
import Synchronization
import Testing

@testable import NexusAuth

/// A trail whose disk is full: the file takes what there is room for, then `ENOSPC`, until there is room again.
@Suite(.timeLimit(.minutes(1))) struct FullDiskTests {
    @Test(arguments: [AuditConfig.Durability.buffered, .durable])
    func `Requests go on or wait as configured, readiness says why, and nothing is missing when there is room again`(
        durability: AuditConfig.Durability
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-full-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let disk = Disk()
        let path = folder.appendingPathComponent("audit.jsonl").path
        var config = AuditConfig(path: path, excludePaths: ["/healthz", "/readyz"], durability: durability)
        let sink = try JSONLinesSink(config, time: .system, calls: disk.calls)
        config.backend = .custom(sink)
        config.path = nil
        var options = NexusOptions()
        options.apiPort = 0
        options.logLevel = .critical
        let app = Nexus(options: options)
        try app.addPlugin(NexusAuthPlugin(rateLimit: RateLimitConfig(requestsPerMinute: 1_000_000), audit: config))
        app.get("/number/{n}", .public) { (request: PublicRequest) in try request.parameter("n") }

        try await TestServer.run(app) { server in
            #expect(try await server.get("/number/0").status == 200)
            #expect(try await server.get("/readyz").status == 200)
            // Room for one line and a part of the next: what is torn must not stay.
            disk.room = 700
            let answered = HandlerSignal()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...20 {
                    group.addTask {
                        let answer = try await server.get("/number/\(number)")
                        #expect(answer.text == "\(number)")
                        answered.begin()
                    }
                }
                #expect(await eventually { app.healthCheck().status == .unhealthy })
                let audit = app.healthCheck().components.first { $0.name == "audit" }
                #expect(audit?.status.detail?.contains("No space left on device") == true, "\(String(describing: audit))")
                #expect(try await server.get("/readyz").status == 503)
                #expect(try await server.get("/healthz").status == 200, "a restart would not help")
                if durability == .buffered {
                    #expect(await eventually { answered.began == 20 }, "what is buffered does not wait for the disk")
                } else {
                    try await Task.sleep(for: .milliseconds(300))
                    #expect(answered.began < 20, "no answer without its record")
                }
                #expect(disk.refusals > 1, "it is tried again")
                disk.room = .max
                try await group.waitForAll()
            }
            #expect(await eventually { app.healthCheck().status == .healthy })
            #expect(try await server.get("/readyz").status == 200)
        }
        let paths = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
            AuditLine(Array(line.utf8))?.members["path"]?.stringValue
        }
        #expect(paths.filter { $0.hasPrefix("/number/") }.sorted() == (0...20).map { "/number/\($0)" }.sorted(), "each once")
        let verification = try AuditVerifier().verify(path: path)
        #expect(verification.isIntact, "\(verification.problems)")
    }
}

/// A disk with a given room.
private final class Disk: Sendable {
    private let state = Mutex((room: Int.max, refusals: 0))

    /// Bytes that are still taken.
    var room: Int {
        get { self.state.withLock { $0.room } }
        set { self.state.withLock { $0.room = newValue } }
    }

    /// Writes that found no room.
    var refusals: Int { self.state.withLock { $0.refusals } }

    var calls: FileCalls {
        var calls = FileCalls.system
        calls.write = { descriptor, bytes throws(AuditError) in
            let room = self.state.withLock { state in
                let taken = min(state.room, bytes.count)
                if state.room != .max { state.room -= taken }
                if taken == 0 { state.refusals += 1 }
                return taken
            }
            guard room > 0 else { throw .system("write to", "the audit file", errno: ENOSPC) }
            return try FileCalls.system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<room]))
        }
        return calls
    }
}
