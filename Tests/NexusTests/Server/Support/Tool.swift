import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A program of the system.
enum Tool {
    struct Output {
        let status: Int32
        let out: String
        let err: String
    }

    static func exists(_ name: String) -> Bool {
        self.path(of: name) != nil
    }

    private static func path(of name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// A port nobody listens on at the moment, for a program that cannot choose one.
    static func freePort() throws -> Int {
        let channel = try ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).bind(host: "127.0.0.1", port: 0).wait()
        defer { try? channel.close().wait() }
        return channel.localAddress?.port ?? 0
    }

    /// Runs a program on a thread of its own.
    static func runInBackground(_ name: String, _ arguments: [String]) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try self.run(name, arguments) }) }
        }
    }

    /// Runs a program to its end. Blocks its thread: call ``runInBackground(_:_:)`` where something else has to go on.
    static func run(_ name: String, _ arguments: [String]) throws -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: self.path(of: name) ?? name)
        process.arguments = arguments
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let errors = Mutex(Data())
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            let data = err.fileHandleForReading.readDataToEndOfFile()
            errors.withLock { $0 = data }
        }
        let output = out.fileHandleForReading.readDataToEndOfFile()
        group.wait()
        process.waitUntilExit()
        return Output(
            status: process.terminationStatus, out: String(decoding: output, as: UTF8.self),
            err: String(decoding: errors.withLock { $0 }, as: UTF8.self))
    }
}
