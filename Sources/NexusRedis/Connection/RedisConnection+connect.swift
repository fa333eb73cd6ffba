import NIOCore
import NIOPosix
import NIOSSL
import NexusCore
import Synchronization

extension RedisConnection {
    /// Connects, with TLS when it is configured, and reports to the machine.
    func connect(generation: UInt64) {
        let configuration = self.settings.configuration
        let bootstrap = ClientBootstrap(group: self.loop)
            .connectTimeout(.nanoseconds(configuration.connectTimeout.nanoseconds))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.configure(channel.pipeline.syncOperations, generation: generation) }
            }
        bootstrap.connect(host: configuration.url.host, port: configuration.url.port).whenComplete { result in
            switch result {
            case .success(let channel): self.connected(channel, generation: generation)
            case .failure: self.lost(.unavailable, generation: generation)
            }
        }
    }

    /// Sends what opens the connection, and bounds how long the answer may take.
    func sendHandshake(generation: UInt64) {
        guard let channel = self.state.withLock({ $0.channel }) else { return }
        var bytes = channel.allocator.buffer(capacity: 256)
        for command in self.settings.handshake.commands { command.encode(into: &bytes) }
        channel.writeAndFlush(bytes, promise: nil)
        self.loop.scheduleTask(in: .nanoseconds(self.settings.configuration.connectTimeout.nanoseconds)) {
            let action = self.state.withLock { $0.machine.handshakeTimedOut(generation: generation) }
            self.perform(action, generation: generation)
        }
    }

    private func connected(_ channel: any Channel, generation: UInt64) {
        let action = self.state.withLock { state in
            let action = state.machine.connected(generation: generation)
            if action != .none { state.channel = channel }
            return action
        }
        guard action != .none else { return channel.close(promise: nil) }
        self.perform(action, generation: generation)
    }

    private func configure(_ pipeline: ChannelPipeline.SynchronousOperations, generation: UInt64) throws {
        if let context = self.settings.tls {
            try pipeline.addHandler(self.tlsHandler(context))
        }
        try pipeline.addHandler(
            RedisChannelHandler(connection: self, generation: generation, limits: self.settings.configuration.replyLimits)
        )
    }

    private func tlsHandler(_ context: NIOSSLContext) throws -> NIOSSLClientHandler {
        let host = self.settings.configuration.url.host
        // Server Name Indication takes names only (RFC 6066 §3); an address is verified against the peer's address.
        return try NIOSSLClientHandler(context: context, serverHostname: IPAddress(host) == nil ? host : nil)
    }
}
