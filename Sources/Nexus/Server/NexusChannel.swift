import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import NIOTLS
import NexusCore
import Synchronization

/// Sets up the pipeline of a connection: NIO's decoder with our limits, and right behind it the handler that decides and answers.
final class NexusChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
    }

    let runtime: Runtime
    let counter = ConnectionCounter(ceiling: DescriptorLimit.current.map(DescriptorLimit.connections) ?? .max)
    private let tls: TLSContextSource?
    private let services = Mutex<[ObjectIdentifier: NIOLoopBound<LoopServices>]>([:])

    init(runtime: Runtime, tls: TLSContextSource?) {
        self.runtime = runtime
        self.tls = tls
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let peer = channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) } ?? .unspecified
        guard self.counter.open(peer, limits: self.runtime.current.limits) else {
            return channel.close().map { Value(channel: channel) }
        }
        channel.closeFuture.whenComplete { _ in self.counter.close(peer) }
        return channel.eventLoop.makeCompletedFuture {
            if let tls = self.tls {
                try self.configureTLS(channel, peer: peer, context: tls.context)
            } else {
                try self.configureHTTP1(channel, peer: peer, isTLS: false)
            }
            return Value(channel: channel)
        }
    }

    /// The server listens.
    /// - Parameter channel: The one that accepts.
    func started(_ channel: any Channel, logger: Logger) async throws {
        let time = self.runtime.time
        if self.counter.ceiling < self.runtime.current.limits.maxConnections {
            logger.warning(
                "the process may open too few files for limits.max_connections", metadata: ["connections": "\(self.counter.ceiling)"])
        }
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(AcceptErrorHandler(logger: logger, time: time), position: .first)
        }.get()
    }

    func handle(value: Value, logger: Logger) async {
        // A stop that has taken too long cancels: then what is left is cut off, or it would wait for the clients.
        await withTaskCancellationHandler {
            try? await value.channel.closeFuture.get()
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }

    private func configureTLS(_ channel: any Channel, peer: IPAddress, context: NIOSSLContext) throws {
        let deadline = HandshakeDeadline(
            services: self.services(of: channel.eventLoop), limit: self.runtime.current.limits.headerTimeout, now: self.runtime.time.now())
        let bound = NIOLoopBound(deadline, eventLoop: channel.eventLoop)
        try channel.pipeline.syncOperations.addHandlers(
            NIOSSLServerHandler(context: context),
            deadline,
            ApplicationProtocolNegotiationHandler { result, channel in
                channel.eventLoop.makeCompletedFuture {
                    try self.configure(channel, peer: peer, negotiated: result)
                    bound.value.finish()
                }
            }
        )
    }

    private func configure(_ channel: any Channel, peer: IPAddress, negotiated result: ALPNResult) throws {
        switch result {
        case .negotiated("h2"): try self.configureHTTP2(channel, peer: peer)
        case .negotiated, .fallback: try self.configureHTTP1(channel, peer: peer, isTLS: true)
        }
    }

    private func configureHTTP1(_ channel: any Channel, peer: IPAddress, isTLS: Bool) throws {
        let limits = self.runtime.current.limits
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.maxHeaderSize
        decoderLimits.maxHeaderListSize = limits.maxHeaderSize
        decoderLimits.maxHeaderFieldCount = limits.maxHeaderCount
        let decoder = HTTPRequestDecoder(
            leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .drop, limitConfiguration: decoderLimits)
        let connection = ConnectionHandler(
            wire: .http1, runtime: self.runtime, services: self.services(of: channel.eventLoop), peer: peer, isTLS: isTLS)
        try channel.pipeline.syncOperations.addHandlers(
            RequestReader(connection, limits: limits),
            ByteToMessageHandler(decoder, maximumBufferSize: limits.maxHeaderSize + Self.largestRest), connection)
    }

    /// Bytes that may wait in the decoder behind what it has read, beyond a head: it keeps all that follows an upgrade. Reads that are under
    /// way when it comes are less; whoever sends more is cut off.
    private static let largestRest = 1_048_576

    private func configureHTTP2(_ channel: any Channel, peer: IPAddress) throws {
        let limits = self.runtime.current.limits
        let services = self.services(of: channel.eventLoop)
        let ending = HTTP2EndHandler(services: services, limits: limits) { [counter] in counter.countFault() }
        let manager = HTTP2ConnectionHandler(services: services, idleTimeout: limits.idleTimeout, now: self.runtime.time.now()) {
            ending.end()
        }
        try channel.pipeline.syncOperations.addHandler(ending)
        _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server,
            connectionConfiguration: NIOHTTP2Handler.ConnectionConfiguration(limits),
            streamConfiguration: NIOHTTP2Handler.StreamConfiguration(limits),
            streamDelegate: manager.streams
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandlers(
                    StreamResetHandler(),
                    HTTP2HeadCompletion(),
                    HTTP2FramePayloadToHTTP1ServerCodec(),
                    HTTP2TrailerLimit(maxHeaderSize: limits.maxHeaderSize),
                    ConnectionHandler(
                        wire: .http2, runtime: self.runtime, services: self.services(of: stream.eventLoop), peer: peer, isTLS: true)
                )
            }
        }
        try channel.pipeline.syncOperations.addHandler(manager)
    }

    private func services(of eventLoop: any EventLoop) -> LoopServices {
        self.services.withLock { services in
            if let found = services[ObjectIdentifier(eventLoop)] { return found.value }
            let made = LoopServices(eventLoop: eventLoop, time: self.runtime.time)
            services[ObjectIdentifier(eventLoop)] = NIOLoopBound(made, eventLoop: eventLoop)
            return made
        }
    }
}
