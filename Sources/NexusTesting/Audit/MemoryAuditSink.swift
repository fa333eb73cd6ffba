public import NexusAuth
public import NexusCore
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keeps the audit trail in memory, for assertions.
///
/// ```swift
/// let trail = MemoryAuditSink()
/// let plugin = try NexusAuthPlugin(audit: AuditConfig(backend: .custom(trail)))
/// ```
public final class MemoryAuditSink: AuditSink {
    private let state = Mutex<(entries: [AuditEntry], pause: Duration)>(([], .zero))

    /// Creates an empty sink.
    public init() {}

    /// How long each write takes: a slow disk.
    public var pause: Duration {
        get { self.state.withLock { $0.pause } }
        set { self.state.withLock { $0.pause = newValue } }
    }

    /// Everything that was written, in order.
    public var entries: [AuditEntry] { self.state.withLock { $0.entries } }

    /// The records of requests, in order.
    public var requests: [AuditEntry] { self.entries.filter { $0.kind == .request } }

    /// Takes entries over.
    public func write(_ batch: [AuditEntry]) throws {
        let pause = self.pause
        // A sink may block: it has a thread of its own.
        if pause > .zero { usleep(UInt32(clamping: pause.nanoseconds / 1_000)) }
        self.state.withLock { $0.entries += batch }
    }

    /// Waits until there are records of requests.
    /// - Parameters:
    ///   - count: How many.
    ///   - limit: How long to wait.
    /// - Returns: The records, fewer when the time is over.
    public func requests(count: Int, within limit: Duration = .seconds(10)) async -> [AuditEntry] {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: limit)
        while self.requests.count < count, clock.now < end {
            try? await Task.sleep(for: .milliseconds(5))
        }
        return self.requests
    }
}

extension AuditEntry {
    /// The line as a JSON object; empty when it is none.
    public var line: JSONObject { (try? JSONParser.parseObject(self.json)) ?? [:] }
}
