import NIOCore
import NIOHTTP1

/// Refuses a header section of an HTTP/2 stream that is larger than the limit, and leaves the connection to the others (RFC 9113 §10.5.1).
///
/// The request goes no further: what follows on the stream is thrown away, and its client is told to stop sending once it has the answer.
final class HTTP2HeaderLimit: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let maxHeaderSize: Int
    private var isRefused = false
    private var isComplete = false

    init(maxHeaderSize: Int) {
        self.maxHeaderSize = maxHeaderSize
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let size: Int
        switch self.unwrapInboundIn(data) {
        case .head(let head): size = head.headers.listSize + head.uri.utf8.count + head.method.rawValue.utf8.count
        case .body: size = 0
        case .end(let trailers):
            size = trailers?.listSize ?? 0
            self.isComplete = true
        }
        guard !self.isRefused else { return }
        guard size > self.maxHeaderSize else { return context.fireChannelRead(data) }
        self.isRefused = true
        context.fireErrorCaught(HTTPParserError.headerOverflow)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard self.isRefused, case .end = self.unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        let isSent = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        isSent.futureResult.whenSuccess {
            let (handler, context) = bound.value
            guard !handler.isComplete else { return }
            context.triggerUserOutboundEvent(StreamResetHandler.RequestUnwanted(), promise: nil)
        }
        context.write(data, promise: isSent)
    }
}

extension HTTPHeaders {
    /// The size as HTTP/2 counts it (RFC 9113 §6.5.2).
    fileprivate var listSize: Int {
        self.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
    }
}
