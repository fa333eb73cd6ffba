import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// One HTTP/2 connection over TLS whose frames are written by hand.
final class HTTP2Client: Sendable {
    private let channel: any Channel
    private let collector: FrameCollector

    private init(channel: any Channel, collector: FrameCollector) {
        self.channel = channel
        self.collector = collector
    }

    deinit {
        self.channel.close(promise: nil)
    }

    /// Opens a connection to this machine, and says hello as a client does.
    /// - Parameters:
    ///   - settings: What the client sets.
    ///   - receiveBuffer: The size of the socket's receive buffer in bytes.
    ///   - version: What is asked for; anything but `h2` says no hello.
    static func connect(
        port: Int, settings: HTTP2Frame = HTTP2Frame(kind: .settings), receiveBuffer: Int? = nil, version: String = "h2"
    ) async throws -> HTTP2Client {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = [version]
        let context = try NIOSSLContext(configuration: configuration)
        let collector = FrameCollector()
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        NIOSSLClientHandler(context: context, serverHostname: "localhost"), collector)
                }
            }
        if let receiveBuffer { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer)) }
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
        let client = HTTP2Client(channel: channel, collector: collector)
        if version == "h2" { try await client.send(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + settings.bytes) }
        return client
    }

    /// Sends frames.
    func send(_ frames: HTTP2Frame...) async throws {
        try await self.send(frames.flatMap(\.bytes))
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) async throws {
        try await self.channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends bytes without waiting until they are out.
    func pour(_ bytes: [UInt8]) {
        self.channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// Stops reading from the socket, or goes on.
    func setReading(_ isReading: Bool) async throws {
        try await self.channel.setOption(.autoRead, value: isReading).get()
        if isReading { self.channel.read() }
    }

    /// From now on nothing is read or sent, as when the machine behind the socket is gone.
    func playDead() async throws {
        try await self.channel.pipeline.addHandler(DeadPeer(), position: .first).get()
    }

    /// The frames that have arrived.
    var frames: [HTTP2Frame] { self.collector.frames }

    /// Whether the server has ended the connection.
    var isEnded: Bool { self.collector.isEnd }

    /// The error of the server's last `GOAWAY`.
    var error: UInt32? { self.frames.last { $0.kind == .goAway }?.number(at: 4) }

    /// Waits for a frame.
    func first(within limit: Duration = .seconds(10), where condition: @escaping (HTTP2Frame) -> Bool) async -> HTTP2Frame? {
        _ = await eventually(within: limit) { self.isEnded || self.frames.contains(where: condition) }
        return self.frames.first(where: condition)
    }

    /// The content that was sent on a stream, once it is complete.
    func content(of stream: UInt32) async -> String? {
        let isComplete = await self.first { $0.stream == stream && $0.flags & HTTP2Frame.endStream != 0 && $0.kind == .data } != nil
        let bytes = self.frames.filter { $0.stream == stream && $0.kind == .data }.flatMap(\.payload)
        return isComplete ? String(decoding: bytes, as: UTF8.self) : nil
    }

    func close() {
        self.channel.close(promise: nil)
    }
}

/// Keeps the frames that arrive.
private final class FrameCollector: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let state = Mutex<(bytes: [UInt8], frames: [HTTP2Frame], isEnd: Bool)>(([], [], false))

    var frames: [HTTP2Frame] { self.state.withLock { $0.frames } }
    var isEnd: Bool { self.state.withLock { $0.isEnd } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = self.unwrapInboundIn(data)
        self.state.withLock { state in
            state.bytes += buffer.readableBytesView
            while let frame = HTTP2Frame.take(from: &state.bytes) { state.frames.append(frame) }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else { return }
        self.state.withLock { $0.isEnd = true }
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.state.withLock { $0.isEnd = true }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.state.withLock { $0.isEnd = true }
    }
}

/// Lets nothing through, in neither direction.
private final class DeadPeer: ChannelDuplexHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {}
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) { promise?.succeed() }
}
