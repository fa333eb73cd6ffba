import NIOHTTP1
import NexusAuth
import NexusCore

extension Exchange {
    /// How an exchange ended, as the shell saw it.
    enum Ending: Sendable {
        /// The gate refused, or nothing was there to answer.
        case rejected(Rejection)
        /// The handler answered.
        case handled
        /// The handler failed.
        case failed(Rejection)
        /// A preflight or `OPTIONS` was answered without a handler.
        case answered
        /// The client went away.
        case cancelled
    }

    /// Whether the audit trail leaves the request out.
    var isAuditExcluded: Bool {
        if let route { return route.isAuditExcluded }
        guard let path = self.target?.path else { return false }
        return self.app.auditExcludedPaths.contains { $0.matches(path: path) }
    }

    /// The one audit record of the request.
    func record(_ ending: Ending, status: Int, responseBytes: Int, now: Moment) -> AuditRecord {
        var record = AuditRecord(
            time: self.startedAt.unixNanoseconds,
            requestID: self.requestID,
            method: self.evaluation.facts.method,
            path: self.target?.path ?? self.rawPath,
            address: self.evaluation.facts.clientAddress,
            decision: self.decision(ending)
        )
        record.traceID = self.trace?.traceID.description
        record.route = self.route?.policy.template
        record.query = self.target?.query
        record.status = status
        record.identity = self.evaluation.principal?.identity
        record.tenant = self.evaluation.tenant
        record.userAgent = self.headers.userAgent.value
        record.duration = now.uptimeNanoseconds - self.startedAt.uptimeNanoseconds
        record.requestBytes = self.requestBytes
        record.responseBytes = responseBytes
        record.isOverride = self.evaluation.isTenantOverride
        record.error = ending.rejection?.code
        record.errorText = self.handlerError
        record.shadow = self.evaluation.shadowed.map { AuditDecision(.rejected, stage: "shadow", rule: $0) }
        record.capture = self.capture
        return record
    }

    private func decision(_ ending: Ending) -> AuditDecision {
        let required: String? =
            if case .restricted(let requirement) = self.evaluation.policy.access { requirement.description } else { nil }
        switch ending {
        case .handled:
            return AuditDecision(.admitted, stage: "handler", rule: required ?? "public", reason: self.evaluation.tokenFailure?.reason)
        case .failed: return AuditDecision(.failed, stage: "handler", rule: required ?? "public")
        case .answered: return AuditDecision(.answered, stage: self.evaluation.stage?.rawValue ?? "options")
        case .cancelled: return AuditDecision(.cancelled, stage: "client", rule: required)
        case .rejected(let rejection):
            guard let refusal = self.evaluation.refusal, refusal.rejection.code == rejection.code else {
                return AuditDecision(.rejected, stage: self.route == nil ? "route" : "request", reason: rejection.detail)
            }
            return AuditDecision(.rejected, stage: refusal.stage.rawValue, rule: required, reason: refusal.reason)
        }
    }

    /// The path of a target that could not be read, bounded; the trail escapes it.
    private var rawPath: String {
        String(decoding: self.head.uri.utf8.prefix { $0 != UInt8(ascii: "?") }.prefix(256), as: UTF8.self)
    }
}

extension Exchange.Ending {
    var rejection: Rejection? {
        switch self {
        case .rejected(let rejection), .failed(let rejection): rejection
        case .handled, .answered, .cancelled: nil
        }
    }
}
