import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Where log lines go.
public struct LogOutput: Sendable {
    let write: @Sendable ([UInt8]) -> Void

    /// Creates an output.
    /// - Parameter write: Takes one line with its newline; called from any thread.
    public init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    /// The process's standard error: one `write` a line, one line at a time.
    public static let standardError = LogOutput { line in
        turn.withLock { _ in writeAll(line, to: STDERR_FILENO) }
    }

    private static let turn = Mutex(())

    /// Writes until all is written, an error comes up, or a full pipe has been tried often enough: logging must never stop the service.
    private static func writeAll(_ line: [UInt8], to descriptor: Int32) {
        var written = 0
        var refusals = 0
        while written < line.count, refusals < 8 {
            let count = line[written...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if errno == EINTR || errno == EAGAIN {
                refusals += 1
            } else {
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
