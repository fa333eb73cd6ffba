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
        AuditRecord(
            arrivedAt: self.startedAt.unixNanoseconds,
            requestID: self.requestID,
            traceID: self.trace?.traceID.description,
            method: self.evaluation.facts.method,
            route: self.route?.policy.template,
            path: self.target?.path ?? self.rawPath,
            query: self.target?.query,
            status: status,
            identity: self.evaluation.principal?.identity,
            tenant: self.evaluation.tenant,
            address: self.evaluation.facts.clientAddress,
            userAgent: self.userAgent,
            duration: now.uptimeNanoseconds - self.startedAt.uptimeNanoseconds,
            requestBytes: self.requestBytes,
            responseBytes: responseBytes,
            decision: self.decision(ending),
            isOverride: self.evaluation.isTenantOverride,
            error: ending.rejection?.code,
            errorText: self.handlerError.map { "\($0)" },
            shadow: self.evaluation.shadowed.map { AuditDecision(.rejected, stage: "shadow", rule: $0) },
            capture: self.capture
        )
    }

    private func decision(_ ending: Ending) -> AuditDecision {
        let required: String? =
            if case .restricted(let requirement) = self.evaluation.policy.access { requirement.description } else { nil }
        switch ending {
        case .handled:
            return AuditDecision(.admitted, stage: "handler", rule: required ?? "public", reason: self.admission)
        case .failed: return AuditDecision(.failed, stage: self.evaluation.stage?.rawValue ?? "handler", rule: required ?? "public")
        case .answered: return AuditDecision(.answered, stage: self.evaluation.stage?.rawValue ?? "options")
        case .cancelled: return AuditDecision(.cancelled, stage: "client", rule: required)
        case .rejected(let rejection):
            guard let refusal = self.evaluation.refusal, refusal.rejection.code == rejection.code else {
                return AuditDecision(.rejected, stage: self.route == nil ? "route" : "request", reason: rejection.detail)
            }
            return AuditDecision(.rejected, stage: refusal.stage.rawValue, rule: required, reason: refusal.reason)
        }
    }

    /// What a reader of the trail should know about a request that was let through: a token that was not accepted, a limit that the shared
    /// store did not decide.
    private var admission: String? {
        let failure = self.evaluation.tokenFailure?.reason
        guard let limit = self.evaluation.limit, limit.isDegraded else { return failure }
        return [failure, "limit \(limit.rule.name): the shared store is away"].compactMap(\.self).joined(separator: "; ")
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
