#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Lets a thread sleep until it is woken or a time has passed: a pipe to oneself.
///
/// Descriptors are plain values, unlike a condition variable, which would need an address of its own.
final class WakeSignal: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    /// - Throws: ``AuditError`` when the process has no descriptor left.
    init() throws(AuditError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system("open", "a pipe", errno: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (self.readEnd, self.writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(self.readEnd)
        close(self.writeEnd)
    }

    /// Wakes the sleeper, or keeps it from its next sleep.
    func wake() {
        var byte: UInt8 = 1
        // A full pipe wakes just as well.
        _ = write(self.writeEnd, &byte, 1)
    }

    /// Sleeps.
    /// - Parameter nanoseconds: At most how long; `nil` for as long as it takes.
    func sleep(_ nanoseconds: Int64?) {
        var descriptor = pollfd(fd: self.readEnd, events: Int16(POLLIN), revents: 0)
        let milliseconds = nanoseconds.map { Int32(clamping: max(1, $0 / 1_000_000)) } ?? -1
        guard poll(&descriptor, 1, milliseconds) > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(self.readEnd, &bytes, bytes.count) == bytes.count {}
    }
}
