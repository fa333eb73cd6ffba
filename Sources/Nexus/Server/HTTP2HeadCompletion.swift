import NIOCore
import NIOHPACK
import NIOHTTP2

/// Completes the pseudo-header fields of an HTTP/2 request, so that NIO's codec refuses none: what it refuses would end its stream without an
/// answer, a record or a charge.
///
/// A request may name its host in `host` alone (RFC 9113 §8.3.1). One that names none, or two, and a `CONNECT`, which has no path, go on as what
/// opening them finds malformed.
final class HTTP2HeadCompletion: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = HTTP2Frame.FramePayload

    private var hasHead = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.hasHead, case .headers(var frame) = self.unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        self.hasHead = true
        guard frame.headers.complete() else { return context.fireChannelRead(data) }
        context.fireChannelRead(self.wrapInboundOut(.headers(frame)))
    }
}

extension HPACKHeaders {
    /// - Returns: Whether anything was missing or in contradiction.
    fileprivate mutating func complete() -> Bool {
        var (authority, host): (String?, String?)
        var (hasPath, hasScheme) = (false, false)
        for (name, value, _) in self {
            switch name {
            case ":authority": authority = value
            case ":path": hasPath = true
            case ":scheme": hasScheme = true
            case "host": host = host ?? value
            default: break
            }
        }
        var isContradicted = false
        if let authority, let host, authority.lowercased() != host.lowercased() {
            self.add(name: "host", value: authority)
            isContradicted = true
        }
        guard authority == nil || !hasPath || !hasScheme else { return isContradicted }
        var completed = HPACKHeaders()
        // Empty, for `host` may hold what no pseudo-header field may, and counts anyway where it is there.
        if authority == nil { completed.add(name: ":authority", value: "") }
        if !hasPath { completed.add(name: ":path", value: "") }
        if !hasScheme { completed.add(name: ":scheme", value: "https") }
        completed.add(contentsOf: self)
        self = completed
        return true
    }
}
