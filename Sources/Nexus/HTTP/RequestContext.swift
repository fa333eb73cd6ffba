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
    private let appLogger: Logger

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
        self.appLogger = logger
        self.span = span
    }

    /// A logger that names the request, its trace and its tenant. Made when it is asked for: most handlers log nothing.
    public var logger: Logger {
        self.appLogger.naming(requestID: self.id, trace: self.span?.traceContext, tenant: self.admittedTenant)
    }
}

extension Logger {
    /// The same logger with a request's identifiers on every line.
    func naming(requestID: String, trace: TraceContext?, tenant: TenantID?) -> Logger {
        var logger = self
        logger[metadataKey: "request_id"] = .string(requestID)
        if let trace { logger[metadataKey: "trace_id"] = .stringConvertible(trace.traceID) }
        if let tenant { logger[metadataKey: "tenant"] = .stringConvertible(tenant) }
        return logger
    }
}
