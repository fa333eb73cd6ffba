import Logging
import NIOCore
import NexusAuth
import NexusCore

extension Exchange {
    /// The request as the handler sees it, or nothing where no target could be read.
    func requestContext(body: ByteBuffer) -> RequestContext? {
        guard let target, self.route != nil else { return nil }
        return RequestContext(
            head: self.head,
            target: target,
            body: body,
            parameters: self.evaluation.facts.parameters,
            principal: self.evaluation.principal,
            tenant: self.evaluation.tenant,
            id: self.requestID,
            clientAddress: self.evaluation.facts.clientAddress,
            logger: self.logger,
            span: self.span
        )
    }

    /// A logger that names the request, its trace and its tenant.
    var logger: Logger {
        var logger = self.app.logger
        logger[metadataKey: "request_id"] = .string(self.requestID)
        if let trace { logger[metadataKey: "trace_id"] = .stringConvertible(trace.traceID) }
        if let tenant = self.evaluation.tenant { logger[metadataKey: "tenant"] = .stringConvertible(tenant) }
        return logger
    }
}
