import NIOCore

/// A connection's handler as its tasks may hold it: to be used on its event loop alone.
struct LoopBoundHandler: Sendable {
    private let eventLoop: any EventLoop
    private let handler: NIOLoopBound<ConnectionHandler>

    /// Binds a handler. Must be called on its event loop.
    init(_ handler: ConnectionHandler) {
        let eventLoop = handler.services.eventLoop
        self.eventLoop = eventLoop
        self.handler = NIOLoopBound(handler, eventLoop: eventLoop)
    }

    /// Runs work on the loop: at once when it is this thread's.
    ///
    /// Never in the scope of the request whose task calls it: the connection's next request may begin there.
    func execute(_ work: @escaping @Sendable (ConnectionHandler) -> Void) {
        if self.eventLoop.inEventLoop {
            RequestScope.none.run { work(self.handler.value) }
        } else {
            self.eventLoop.execute { work(self.handler.value) }
        }
    }

    /// Runs work on the loop and waits for what it returns.
    func call<Value: Sendable>(_ work: @escaping @Sendable (ConnectionHandler) -> EventLoopFuture<Value>) async throws -> Value {
        try await self.eventLoop.flatSubmit { work(self.handler.value) }.get()
    }
}
