import Foundation
import Synchronization

/// A `redis-server` on a port of its own that can be killed and launched again.
final class RedisProcess: Sendable {
    let port: Int
    private let pid = Mutex<pid_t>(0)
    private let options: [String]

    /// Launches one, or nothing where it is not installed.
    init?(options: [String] = []) throws {
        self.options = options
        guard Tool.exists("redis-server") else { return nil }
        self.port = try Tool.freePort()
        try self.launch()
    }

    deinit { self.kill() }

    func launch() throws {
        let options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--logfile", "/dev/null"]
        let words = ["/usr/bin/env", "redis-server", "--port", "\(self.port)"] + options + self.options
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        guard posix_spawn(&pid, words[0], nil, nil, arguments, environ) == 0 else { throw CannotStart() }
        self.pid.withLock { $0 = pid }
    }

    /// Kills it without warning, and waits for its end. A program that is started from a task inherits a thread's mask that blocks `SIGTERM`:
    /// asked to terminate, it would stay.
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

    private struct CannotStart: Error {}
}
