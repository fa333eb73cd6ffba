/// Where handlers that wait, and the producers of streamed answers, run.
public struct HandlerExecutor: Sendable, Hashable, CustomStringConvertible {
    /// The name in the configuration.
    public let description: String

    /// On the event loop of the connection: no change of threads, for handlers that mostly wait. The default.
    public static let eventLoop = HandlerExecutor(description: "event_loop")
    /// On Swift's pool of threads: for handlers that compute for longer than other connections of the loop should wait.
    public static let concurrentPool = HandlerExecutor(description: "concurrent_pool")

    /// Every executor.
    static let all: [HandlerExecutor] = [.eventLoop, .concurrentPool]

    private init(description: String) {
        self.description = description
    }
}
