import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A provider behind TLS: answers every request with one document.
struct SecureKeySetServer {
    private let listener: any Channel

    var port: Int { self.listener.localAddress?.port ?? 0 }

    /// Listens on a free port of the loopback.
    /// - Parameters:
    ///   - document: The body of every answer.
    ///   - certificate: What the server proves itself with.
    static func start(serving document: [UInt8], certificate: Certificate) async throws -> SecureKeySetServer {
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMFile(certificate.certificate).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(file: certificate.privateKey, format: .pem))))
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(Answer(document: document))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return SecureKeySetServer(listener: listener)
    }

    func stop() async throws {
        try await self.listener.close()
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let document: [UInt8]

        init(document: [UInt8]) {
            self.document = document
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = self.unwrapInboundIn(data) else { return }
            let headers: HTTPHeaders = ["Content-Length": "\(self.document.count)", "Cache-Control": "max-age=60"]
            context.write(self.wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: self.document)))), promise: nil)
            context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
        }

        // A client that does not trust us hangs up; that is what the tests look at.
        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
