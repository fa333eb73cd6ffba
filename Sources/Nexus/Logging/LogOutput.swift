/// Where log lines go.
public struct LogOutput: Sendable {
    /// Takes a line and the number of lines it stands for, and returns how many were lost before it.
    let append: @Sendable (_ line: [UInt8], _ count: Int) -> Int

    /// Creates an output.
    /// - Parameter write: Takes one line with its newline; called from any thread, an event loop's too, so it must not block.
    public init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.append = { line, _ in
            write(line)
            return 0
        }
    }

    init(_ queue: LogQueue) {
        self.append = { queue.append($0, standingFor: $1) }
    }

    /// The process's standard error, one line at a time.
    ///
    /// Lines are written by a thread of their own. When nobody reads them, up to 1 MiB wait; then further ones are left out, and a line says
    /// how many as soon as there is room again.
    public static let standardError = LogOutput(LogQueue.standardError)
}
