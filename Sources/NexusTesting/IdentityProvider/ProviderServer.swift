import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Listens on the loopback for the fake identity provider.
final class ProviderServer: Sendable {
    private struct Sockets {
        /// Zero until the system has chosen one.
        var port = 0
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    private let state: SharedProviderState
    private let sockets = Mutex(Sockets())

    init(_ state: SharedProviderState) {
        self.state = state
    }

    var port: Int { self.sockets.withLock { $0.port } }

    var openConnections: Int { self.sockets.withLock { $0.connections.count } }

    /// Listens, the first time on a free port and from then on the same one.
    func listen() async throws {
        let state = self.state
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                self.track(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(ProviderHandler(state))
                }
            }
            .bind(host: "127.0.0.1", port: self.port).get()
        self.sockets.withLock { sockets in
            sockets.listener = listener
            sockets.port = listener.localAddress?.port ?? 0
        }
    }

    func stop() async throws {
        let (listener, connections) = self.sockets.withLock { sockets in
            defer { sockets.listener = nil }
            return (sockets.listener, Array(sockets.connections.values))
        }
        for connection in connections { connection.close(promise: nil) }
        try await listener?.close()
    }

    private func track(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        self.sockets.withLock { $0.connections[id] = channel }
        channel.closeFuture.whenComplete { _ in
            self.sockets.withLock { _ = $0.connections.removeValue(forKey: id) }
        }
    }
}
