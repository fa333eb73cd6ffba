import Foundation
import NIOCore
import NIOPosix
import NexusRedis
import Synchronization

/// A real `redis-server` on a free loopback port, with a folder of its own.
final class RedisServer: Sendable {
    static let isInstalled = RedisServer.path(of: "redis-server") != nil
    static let missing = "redis-server is not on the PATH"

    let port: Int
    let directory: String
    private let arguments: [String]
    private let pid = Mutex<pid_t>(0)

    private init(arguments: [String]) throws {
        self.port = try Self.freePort()
        self.directory = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-redis-\(UUID().uuidString)").path
        self.arguments = arguments
        try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
    }

    /// Runs a server for as long as the body runs.
    static func run<T>(_ arguments: [String] = [], _ body: (RedisServer) async throws -> T) async throws -> T {
        let server = try RedisServer(arguments: arguments)
        try server.launch()
        let result: Result<T, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        server.kill()
        try FileManager.default.removeItem(atPath: server.directory)
        return try result.get()
    }

    func launch() throws {
        guard let executable = Self.path(of: "redis-server") else { throw TestFailure("redis-server is not installed") }
        let words =
            [executable, "--port", "\(self.port)", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", self.directory]
            + ["--logfile", "\(self.directory)/log"] + self.arguments
        self.pid.withLock { $0 = 0 }
        let pid = try Self.spawn(words)
        self.pid.withLock { $0 = pid }
    }

    /// Kills it without warning, and waits for its end.
    func kill() {
        let pid = self.pid.withLock { pid in
            defer { pid = 0 }
            return pid
        }
        guard pid > 0 else { return }
        _ = Foundation.kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    func signal(_ signal: Int32) {
        let pid = self.pid.withLock { $0 }
        if pid > 0 { _ = Foundation.kill(pid, signal) }
    }

    /// Defaults, but one connection and a deadline that a busy machine meets.
    func configuration(connections: Int = 1, timeout: Duration = .seconds(10)) -> RedisConfiguration {
        var configuration = RedisConfiguration(url: RedisURL(host: "127.0.0.1", port: self.port))
        configuration.connections = connections
        configuration.commandTimeout = timeout
        return configuration
    }

    static func path(of tool: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(tool)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func freePort() throws -> Int {
        let channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0).wait()
        defer { try? channel.close().wait() }
        guard let port = channel.localAddress?.port else { throw TestFailure("no free port") }
        return port
    }

    static func spawn(_ words: [String]) throws -> pid_t {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        guard posix_spawn(&pid, words[0], nil, nil, arguments, environ) == 0 else { throw TestFailure("cannot start \(words[0])") }
        return pid
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
