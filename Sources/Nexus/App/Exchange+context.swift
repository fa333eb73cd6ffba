import Logging
import NIOCore
import NexusAuth
import NexusCore

extension Exchange {
    /// The request as the handler sees it, or nothing where no target could be read.
    /// - Parameter body: What was received; nothing where another app's server keeps it.
    func requestContext(body: ByteBuffer = ByteBuffer()) -> RequestContext? {
        guard let target else { return nil }
        return RequestContext(
            head: self.head,
            target: target,
            body: body,
            parameters: self.evaluation.facts.parameters,
            principal: self.evaluation.principal,
            tenant: self.evaluation.tenant,
            id: self.requestID,
            clientAddress: self.evaluation.facts.clientAddress,
            logger: self.app.logger,
            span: self.span
        )
    }

    /// A logger that names the request, its trace and its tenant.
    var logger: Logger {
        self.app.logger.naming(requestID: self.requestID, trace: self.trace, tenant: self.evaluation.tenant)
    }
}
