import Foundation
import Logging
import NIOCore
import NIOPosix
import NexusCore
import NexusTesting
import Synchronization
import Testing

@testable import Nexus

/// When the process may open no more files.
@Suite(.serialized) struct DescriptorTests {
    private final class Lines: Sendable {
        private let state = Mutex<[String]>([])
        var all: [String] { self.state.withLock { $0 } }
        var logger: Logger {
            Logger(label: "test") { label in
                NexusLogHandler(
                    label: label, format: .text,
                    output: LogOutput { line in
                        self.state.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                    })
            }
        }
    }

    @Test func `What cannot be accepted is said once a minute, with how often it was tried`() async throws {
        let lines = Lines()
        let time = ManualTime()
        let logger = lines.logger
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptErrorHandler(logger: logger, time: .manual(time)))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        for _ in 0..<100 {
            channel.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept"))
            channel.pipeline.fireErrorCaught(IOError(errnoCode: ECONNABORTED, reason: "accept"))
            try await channel.eventLoop.submit {}.get()
            time.advance(by: .seconds(1))
        }
        try await channel.close().get()
        #expect(lines.all.count == 2)
        #expect(lines.all.first?.contains("attempts=1 ") == true)
        #expect(lines.all.last?.contains("attempts=60 ") == true, "\(lines.all)")
    }

    #if os(Linux)
    @Test func `A server with few descriptors refuses what it has no room for, waits out what it cannot accept, and goes on`() async throws
    {
        guard let server = try LimitedServer(descriptors: 64) else { return print("skipped: no program built, or no prlimit") }
        defer { server.remove() }
        #expect(await Self.isServed(server))

        var clients: [TestClient] = []
        for _ in 0..<200 { clients.append(try await TestClient.connect(port: server.port)) }
        // Refused ones are closed a little later than they are accepted: a busy machine may have to wait out a shortage here too.
        var held = clients
        for _ in 0..<10 where held.count > 32 { held = await Self.open(of: held) }
        #expect(await Self.open(of: held).count == 32, "as many as leave room for the rest")

        // Fewer than it has open already: now accept itself fails.
        try server.allow(descriptors: 12)
        clients.forEach { $0.close() }
        let used = server.processorSeconds
        let waiting = try await TestClient.connect(port: server.port)
        try await waiting.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")
        try await Task.sleep(for: .seconds(3))
        #expect(server.processorSeconds - used < 1.5, "it must not spin")
        #expect(waiting.unread.isEmpty)
        try server.allow(descriptors: 64)
        #expect(try await waiting.receive(within: .seconds(10)).status == 200)
        #expect(await Self.isServed(server))
        server.stop()
        #expect(server.log.split(separator: "\n").count { $0.contains("cannot accept connections") } == 1, "\(server.log)")
    }

    /// Those that the server has not ended.
    private static func open(of clients: [TestClient]) async -> [TestClient] {
        var open: [TestClient] = []
        for client in clients where await !client.isEnded(within: .milliseconds(20)) { open.append(client) }
        return open
    }

    private static func isServed(_ server: LimitedServer) async -> Bool {
        for _ in 0..<300 {
            if (try? await TestServer(port: server.port).get("/healthz").status) == 200 { return true }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
    #endif
}

#if os(Linux)
/// `nexus serve` in a process of its own that may open few files.
private final class LimitedServer {
    let port: Int
    private let folder: URL
    private let process = Process()
    private var logFile: URL { self.folder.appendingPathComponent("log") }

    /// Starts it, or gives nothing where the program was not built.
    init?(descriptors: Int) throws {
        let program = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../.build/debug/nexus").standardized
        guard FileManager.default.isExecutableFile(atPath: program.path), Tool.exists("prlimit") else { return nil }
        self.folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-descriptors-\(UUID().uuidString)")
        self.port = try Tool.freePort()
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        try """
        api_host: 127.0.0.1
        log_format: text
        rate_limit: 1000000
        auth:
          jwt: {secret: "\(UUID().uuidString)\(UUID().uuidString)"}
          audit: {path: \(self.folder.path)/audit.jsonl}
        database: \(self.folder.path)/nexus.db
        """.write(to: self.folder.appendingPathComponent("nexus.yaml"), atomically: true, encoding: .utf8)
        try Data().write(to: self.logFile)
        self.process.executableURL = URL(fileURLWithPath: "/bin/sh")
        self.process.currentDirectoryURL = self.folder
        self.process.arguments = ["-c", "ulimit -n \(descriptors) && exec '\(program.path)' serve --config nexus.yaml --port \(self.port)"]
        self.process.standardError = try FileHandle(forWritingTo: self.logFile)
        self.process.standardOutput = FileHandle.nullDevice
        try self.process.run()
    }

    var log: String { (try? String(contentsOf: self.logFile, encoding: .utf8)) ?? "" }

    /// Processor time used so far.
    var processorSeconds: Double {
        ProcFile.text("/proc/\(self.process.processIdentifier)/stat").flatMap { ProcessUsage(stat: $0) }?.cpuSeconds ?? .infinity
    }

    /// Changes how many descriptors it may have.
    func allow(descriptors: Int) throws {
        let output = try Tool.run("prlimit", ["--pid", "\(self.process.processIdentifier)", "--nofile=\(descriptors):64"])
        #expect(output.status == 0, "\(output.err)")
    }

    func stop() {
        guard self.process.isRunning else { return }
        self.process.terminate()
        self.process.waitUntilExit()
    }

    func remove() {
        self.stop()
        try? FileManager.default.removeItem(at: self.folder)
    }
}
#endif
