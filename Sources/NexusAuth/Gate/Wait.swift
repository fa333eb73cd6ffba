package import NexusCore

extension Gate {
    /// What the gate has to learn before it can go on. Only the shell waits.
    package enum Wait: Sendable {
        /// A key set that was never loaded, or that may know a new key.
        case keys(RemoteKeySet)
        /// A decision of the shared limit store.
        case limit(RemoteLimitRequest)
        /// The app's own answer to which tenant an identity acts for.
        case tenantResolver(TenantConfig.Resolver, Identity)
        /// Whether a tenant is active.
        case tenantStatus(any TenantDirectory, TenantID)
        /// The app's own check.
        case check(Int, CompiledRequirement.CustomCheck, AccessContext)
    }

    /// Learns what an evaluation waits for and tells it.
    ///
    /// - Throws: What a custom check throws that counts. Every other failure is part of the decision.
    package func learn(_ wait: Wait, for evaluation: inout Evaluation) async throws {
        switch wait {
        case .keys(let keys):
            await keys.refresh()
            evaluation.knowledge.hasAskedForKeys = true
        case .limit(let request):
            guard let limiter = self.limiter else { return }
            evaluation.knowledge.limit = await limiter.decide(request)
        case .tenantResolver(let resolve, let identity):
            evaluation.knowledge.resolvedTenant = await Self.answer { try await resolve(identity) }
        case .tenantStatus(let directory, let tenant):
            evaluation.knowledge.tenantStatus = await Self.answer { try await directory.status(of: tenant) }
        case .check(let index, let custom, let context):
            evaluation.knowledge.checks[index] = try await Self.answer(of: custom, in: context)
        }
    }

    /// A check in shadow lets pass whatever it does: an error is a refusal that is only recorded.
    private static func answer(of custom: CompiledRequirement.CustomCheck, in context: AccessContext) async throws -> Bool {
        do {
            return try await custom.check(context)
        } catch  where custom.isInShadow {
            return false
        }
    }

    private static func answer<Answer: Sendable>(
        _ ask: () async throws -> Answer
    ) async -> Result<Answer, Evaluation.Unavailable> {
        do {
            return .success(try await ask())
        } catch {
            return .failure(Evaluation.Unavailable())
        }
    }
}
