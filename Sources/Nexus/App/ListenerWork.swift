import ServiceLifecycle

/// What the app's owner does once the server listens: beside it, so that nobody waits for it, and until the server has stopped.
struct ListenerWork: Service, CustomStringConvertible {
    typealias Listener = @Sendable (_ port: Int) async -> Void

    private let listeners: [Listener]
    private let ports: AsyncStream<Int>
    private let port: AsyncStream<Int>.Continuation

    init(_ listeners: [Listener]) {
        self.listeners = listeners
        (self.ports, self.port) = AsyncStream.makeStream()
    }

    var description: String { "listeners" }

    /// The server listens.
    func begin(_ port: Int) {
        self.port.yield(port)
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask {
                var ports = self.ports.makeAsyncIterator()
                guard let port = await ports.next() else { return }
                await withDiscardingTaskGroup { group in
                    for listener in self.listeners { group.addTask { await listener(port) } }
                }
            }
            try? await gracefulShutdown()
            group.cancelAll()
        }
    }
}
