import NexusCore

extension Gate {
    func checkTenant(_ evaluation: inout Evaluation) -> Step {
        guard let tenancy = self.tenancy, let principal = evaluation.principal else {
            evaluation.note(.tenant, self.tenancy == nil ? "tenants are not isolated" : "no identity, no tenant")
            return .next
        }
        var claim = principal.identity.tenantClaim
        if let resolver = tenancy.resolver {
            switch evaluation.knowledge.resolvedTenant {
            case nil: return .wait(.tenantResolver(resolver, principal.identity))
            case .failure: return self.withhold(.unavailable(), because: "the tenant resolver failed", &evaluation)
            case .success(let tenant): claim = tenant
            }
        }
        let outcome = tenancy.rule.decide(
            claim: claim,
            header: evaluation.facts.tenantHeader.asTenantHeader,
            roles: principal.grants.roles,
            isExcluded: evaluation.policy.isTenantExcluded
        )
        switch outcome {
        case .none:
            evaluation.note(.tenant, "no tenant needed")
            return .next
        case .refused(let rejection, let reason):
            return self.withhold(rejection, because: reason, &evaluation)
        case .tenant(let tenant, let isOverride):
            return self.enter(tenant, isOverride: isOverride, tenancy, &evaluation)
        }
    }

    private func enter(_ tenant: TenantID, isOverride: Bool, _ tenancy: TenantStage, _ evaluation: inout Evaluation) -> Step {
        if let directory = tenancy.directory {
            switch evaluation.knowledge.tenantStatus {
            case nil: return .wait(.tenantStatus(directory, tenant))
            case .failure: return self.withhold(.unavailable(), because: "the tenant directory is away", &evaluation)
            case .success(.active): break
            case .success(let status):
                return self.withhold(.tenantForbidden, because: "the tenant is \(status.rawValue)", &evaluation)
            }
        }
        evaluation.tenant = tenant
        evaluation.isTenantOverride = isOverride
        evaluation.note(.tenant, "tenant \(tenant)\(isOverride ? ", chosen by the admin role" : "")")
        return .next
    }

    /// No tenant: a refusal, held until the limits are charged; on an open route only the lack of one, for everyone may pass there.
    private func withhold(_ rejection: Rejection, because reason: String, _ evaluation: inout Evaluation) -> Step {
        if case .open = evaluation.policy.access {
            evaluation.note(.tenant, "no tenant (\(reason)); the route is open")
        } else {
            evaluation.refuse(rejection, at: .tenant, because: reason)
        }
        return .next
    }
}

extension RequestFacts.Field {
    fileprivate var asTenantHeader: TenantRule.HeaderValue {
        guard let value = self.value else { return .absent }
        return self.isRepeated ? .repeated : .one(value)
    }
}
