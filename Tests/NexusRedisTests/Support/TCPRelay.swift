import NIOCore
import NIOPosix
import Synchronization

/// A TCP server on loopback: a proxy that can delay what Redis says, or a fake that answers whatever a test wants.
final class TCPRelay: Sendable {
    enum Behaviour: Sendable {
        /// Passes bytes on to a port; what comes back is late by the current delay.
        case proxy(port: Int)
        /// Answers the first read with the first text and so on, and every later one with the last.
        case answers([String])
        /// Takes everything and says nothing.
        case silent
    }

    let channel: any Channel
    private let delay = Mutex(TimeAmount.zero)
    let accepted = Atomic<Int>(0)

    var port: Int { self.channel.localAddress?.port ?? 0 }

    private init(_ channel: any Channel) {
        self.channel = channel
    }

    static func run<T>(_ behaviour: Behaviour, _ body: (TCPRelay) async throws -> T) async throws -> T {
        let box = RelayBox()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    box.count()
                    try channel.pipeline.syncOperations.addHandler(RelayHandler(behaviour, box: box))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let relay = TCPRelay(channel)
        box.relay.withLock { $0 = relay }
        let result: Result<T, any Error>
        do { result = .success(try await body(relay)) } catch { result = .failure(error) }
        box.relay.withLock { $0 = nil }
        try? await channel.close().get()
        return try result.get()
    }

    var currentDelay: TimeAmount { self.delay.withLock { $0 } }

    func setDelay(_ delay: TimeAmount) { self.delay.withLock { $0 = delay } }
}

private final class RelayBox: Sendable {
    let relay = Mutex<TCPRelay?>(nil)

    func count() { self.relay.withLock { _ = $0?.accepted.wrappingAdd(1, ordering: .relaxed) } }

    var delay: TimeAmount { self.relay.withLock { $0?.currentDelay } ?? .zero }
}

private final class RelayHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let behaviour: TCPRelay.Behaviour
    private let box: RelayBox
    private var upstream: EventLoopFuture<any Channel>?
    private var reads = 0

    init(_ behaviour: TCPRelay.Behaviour, box: RelayBox) {
        self.behaviour = behaviour
        self.box = box
    }

    func channelActive(context: ChannelHandlerContext) {
        guard case .proxy(let port) = self.behaviour else { return }
        let client = context.channel
        let box = self.box
        self.upstream = ClientBootstrap(group: context.eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ReturnHandler(to: client, box: box))
                }
            }
            .connect(host: "127.0.0.1", port: port)
        self.upstream?.whenFailure { _ in client.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = self.unwrapInboundIn(data)
        switch self.behaviour {
        case .proxy: self.upstream?.whenSuccess { $0.writeAndFlush(bytes, promise: nil) }
        case .answers(let texts):
            guard !texts.isEmpty else { return }
            context.writeAndFlush(NIOAny(ByteBuffer(string: texts[min(self.reads, texts.count - 1)])), promise: nil)
            self.reads += 1
        case .silent: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.upstream?.whenSuccess { $0.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

private final class ReturnHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let client: any Channel
    private let box: RelayBox
    private var lastDue = NIODeadline.uptimeNanoseconds(0)

    init(to client: any Channel, box: RelayBox) {
        self.client = client
        self.box = box
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = self.unwrapInboundIn(data)
        let client = self.client
        // A shorter delay must not let bytes overtake those before them.
        self.lastDue = max(self.lastDue, .now() + self.box.delay)
        context.eventLoop.scheduleTask(deadline: self.lastDue) { client.writeAndFlush(bytes, promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) { self.client.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
