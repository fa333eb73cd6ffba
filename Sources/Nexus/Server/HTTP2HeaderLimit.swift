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
    private var isHead = false
    private var isRefused = false
    private var isComplete = false

    init(maxHeaderSize: Int) {
        self.maxHeaderSize = maxHeaderSize
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let size: Int
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            size = head.headers.listSize + head.uri.utf8.count + head.method.rawValue.utf8.count
            self.isHead = head.method == .HEAD
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
        guard self.isRefused else { return context.write(data, promise: promise) }
        switch self.unwrapOutboundIn(data) {
        case .head: context.write(data, promise: promise)
        // Who answers does not know the request that was kept from it (RFC 9110 §9.3.2).
        case .body where self.isHead: promise?.succeed()
        case .body: context.write(data, promise: promise)
        case .end: self.writeEnd(data, context, promise)
        }
    }

    private func writeEnd(_ data: NIOAny, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
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
