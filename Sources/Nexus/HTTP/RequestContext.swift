public import Logging
package import NIOCore
package import NIOHTTP1
package import NexusAuth
public import NexusCore

/// What is known about an admitted request: the part that ``Request`` and ``PublicRequest`` share.
public final class RequestContext: Sendable {
    package let head: HTTPRequestHead
    package let target: RequestTarget
    package let body: ByteBuffer
    package let parameters: [String: String]
    package let principal: Principal?
    package let admittedTenant: TenantID?
    let span: ServerSpan?
    /// The request's identifier: the client's `X-Request-ID` where it is valid, else a new one.
    public let id: String
    /// Where the request comes from, after trusted proxies.
    public let clientAddress: IPAddress
    /// A logger that names the request.
    public let logger: Logger

    package init(
        head: HTTPRequestHead, target: RequestTarget, body: ByteBuffer, parameters: [String: String], principal: Principal?,
        tenant: TenantID?, id: String, clientAddress: IPAddress, logger: Logger, span: ServerSpan? = nil
    ) {
        self.head = head
        self.target = target
        self.body = body
        self.parameters = parameters
        self.principal = principal
        self.admittedTenant = tenant
        self.id = id
        self.clientAddress = clientAddress
        self.logger = logger
        self.span = span
    }
}
