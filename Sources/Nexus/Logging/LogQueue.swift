import Dispatch
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Lines on their way to a descriptor. Whoever logs, an event loop for one, never waits for the reader of the log.
///
/// One thread takes the lines out. While it is stuck they gather up to a limit; further ones are counted instead, and the next line that
/// finds room says how many.
final class LogQueue: Sendable {
    private struct State {
        var waiting: [UInt8] = []
        var isWriting = false
        /// Lines that found no room, and that no line has spoken of yet.
        var lost = 0
    }

    /// Room that is kept for the line about the lost ones.
    private static let noticeSize = 1_024

    /// The lines for the process's standard error; written before the process exits, if their reader takes them within a second.
    static let standardError: LogQueue = {
        atexit { LogQueue.standardError.flush(within: .seconds(1)) }
        return LogQueue(descriptor: STDERR_FILENO)
    }()

    private let descriptor: Int32
    private let capacity: Int
    private let writer = DispatchQueue(label: "nexus.log")
    private let state = Mutex(State())

    /// Creates a queue.
    /// - Parameters:
    ///   - descriptor: Where the lines go.
    ///   - capacity: Most bytes that wait while others are being written.
    init(descriptor: Int32, capacity: Int = 1 << 20) {
        self.descriptor = descriptor
        self.capacity = capacity
    }

    /// Offers a line. Never blocks.
    /// - Parameters:
    ///   - line: The line with its newline.
    ///   - count: For how many lines it stands, if it is lost.
    /// - Returns: How many lines were lost before this one; to be said in a line of its own.
    func append(_ line: [UInt8], standingFor count: Int = 1) -> Int {
        let (starts, lost) = self.state.withLock { state in
            let room = self.capacity - state.waiting.count - line.count
            guard room >= 0 else {
                state.lost += count
                return (false, 0)
            }
            state.waiting += line
            defer {
                state.isWriting = true
                if room >= Self.noticeSize { state.lost = 0 }
            }
            return (!state.isWriting, room >= Self.noticeSize ? state.lost : 0)
        }
        if starts { self.writer.async { self.drain() } }
        return lost
    }

    /// Waits until what was appended so far is written.
    /// - Parameter limit: The longest wait.
    func flush(within limit: DispatchTimeInterval) {
        let isWritten = DispatchSemaphore(value: 0)
        self.writer.async { isWritten.signal() }
        _ = isWritten.wait(timeout: .now() + limit)
    }

    private func drain() {
        while let lines = self.next() { self.write(lines) }
    }

    private func next() -> [UInt8]? {
        self.state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// Writes until all is written or an error comes up: there is nowhere to say it.
    private func write(_ lines: [UInt8]) {
        var written = 0
        while written < lines.count {
            let count = lines[written...].withUnsafeBytes { systemWrite(self.descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                var room = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&room, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }
}

#if canImport(Darwin)
private let systemWrite = Darwin.write
#elseif canImport(Musl)
private let systemWrite = Musl.write
#else
private let systemWrite = Glibc.write
#endif
