import Logging
import NexusAuth
import NexusCore

/// Turns routes, plugins and options into a ``CompiledApp``; refuses whatever cannot hold.
struct AppCompiler {
    let options: NexusOptions
    let auth: NexusAuthPlugin?
    let components: AppComponents
    let metrics: RequestMetrics?
    let logger: Logger
    let time: TimeSource

    /// Compiles.
    /// - Parameters:
    ///   - registrations: The routes as they were declared, built-in ones included.
    /// - Throws: ``NexusError`` with one line about the first thing that is wrong.
    func compile(_ registrations: [RouteRegistration]) throws(NexusError) -> CompiledApp {
        do {
            return try self.compileAll(registrations)
        } catch let error as NexusError {
            throw error
        } catch {
            throw NexusError("\(error)")
        }
    }

    private func compileAll(_ registrations: [RouteRegistration]) throws -> CompiledApp {
        try self.options.limits.validate()
        let routes = try self.routes(registrations)
        let (builtIn, declared) = (routes.filter(\.metadata.isBuiltIn), routes.filter { !$0.metadata.isBuiltIn })
        let access = try AccessPolicy(
            rbac: self.auth?.rbac,
            defaultRole: self.auth?.rbacDefaultRole,
            requirements: declared.compactMap(\.access.requirement),
            optionalRequirements: builtIn.compactMap(\.access.requirement),
            namedRoles: self.auth?.tenantIsolation.map { [$0.adminRole] } ?? []
        )
        let verifier = self.components.verification.map { TokenVerifier(policy: $0) { access.principal(for: $0) } }
        let limiter = self.components.limiter
        let gate = Gate(
            verifier: verifier,
            extraction: TokenExtraction(self.auth?.jwt ?? JWTConfig()),
            tenancy: self.auth?.tenantIsolation.map { TenantStage(config: $0, adminRole: access.number(ofRole: $0.adminRole)) },
            limiter: limiter
        )
        let tenantExcluded = try (self.auth?.tenantIsolation?.excludePaths ?? []).map { try PathPattern($0) }
        // The trail's own, which a reload does not change.
        let audit = self.components.audit?.config ?? self.auth?.audit ?? AuditConfig()
        let auditExcluded = try audit.excludePaths.map { try PathPattern($0) }
        var table = RouteTable()
        let compiled = try routes.enumerated().map { index, route in
            guard table.insert(index, method: route.method, template: route.template) else {
                throw NexusError("\(route.method) \(route.template) is taken by the framework")
            }
            let template = route.template.description
            return CompiledRoute(
                route: route,
                policy: RoutePolicy(
                    route: index,
                    template: template,
                    access: route.access.requirement.map { .restricted(CompiledRequirement($0, policy: access)) } ?? .open,
                    isTenantExcluded: tenantExcluded.contains { $0.matches(template: template) },
                    limitRule: self.limitRule(for: route),
                    isLimitedByAddress: route.metadata.isLimitedByAddress
                ),
                maximumBodySize: route.maximumBodySize ?? self.options.limits.maxBodySize,
                isAuditExcluded: auditExcluded.contains { $0.matches(template: template) }
            )
        }
        let general = limiter.generalRule
        let anyIdentity = CompiledRequirement(.anyIdentity, policy: access)
        return CompiledApp(
            routes: compiled,
            table: table,
            access: access,
            gate: gate,
            unmatchedPolicy: RoutePolicy(
                route: nil, template: nil, access: verifier == nil ? .open : .restricted(anyIdentity), isTenantExcluded: true,
                limitRule: general),
            openPolicy: RoutePolicy(route: nil, template: nil, access: .open, isTenantExcluded: true, limitRule: general),
            exemptPaths: try (self.auth?.jwt?.exemptPaths ?? []).map { try PathPattern($0) },
            auditExcludedPaths: auditExcluded,
            proxies: try TrustedProxies(parsing: self.options.trustedProxies, field: self.options.clientAddressField),
            headerNames: RequestHeaders.Names(
                token: (self.auth?.jwt?.tokenHeader ?? "Authorization").lowercased(),
                tenant: (self.auth?.tenantIsolation?.tenantIDHeader ?? "X-Tenant-ID").lowercased()
            ),
            limits: self.options.limits,
            edge: try self.edge(isTLS: false),
            edgeTLS: try self.edge(isTLS: true),
            audit: self.components.audit,
            auditConfig: audit,
            metrics: self.metrics,
            tracing: .whereInstalled,
            logger: self.logger,
            time: self.time,
            isDevelopment: self.options.isDevelopment,
            handlerExecutor: self.options.handlerExecutor
        )
    }

    /// Checks that every template can be read and that no route is declared twice.
    static func checkTemplates(_ registrations: [RouteRegistration]) throws(NexusError) {
        var table = RouteTable()
        for (index, registration) in registrations.enumerated() {
            let template: RouteTemplate
            do throws(RouteTemplate.Failure) { template = try RouteTemplate(registration.path) } catch {
                throw NexusError(error.description)
            }
            guard table.insert(index, method: registration.method, template: template) else {
                throw NexusError("\(registration.method) \(registration.path) is declared twice")
            }
        }
    }

    private func routes(_ registrations: [RouteRegistration]) throws -> [Route] {
        try registrations.map { registration in
            guard !registration.isOpenInRestrictedGroup else {
                throw NexusError(
                    "\(registration.method) \(registration.path) is public in a group that requires something; declare it outside")
            }
            if case .restricted = registration.access, self.auth?.jwt == nil {
                throw NexusError(
                    "\(registration.method) \(registration.path) needs an identity, but no authentication is installed; add a NexusAuthPlugin with jwt"
                )
            }
            return Route(
                method: registration.method,
                template: try RouteTemplate(registration.path),
                access: registration.access,
                handler: registration.handler,
                metadata: registration.metadata,
                maximumBodySize: registration.maximumBodySize
            )
        }
    }

    /// The rule of a route: by its template, and for probes none unless a pattern names them.
    private func limitRule(for route: Route) -> Int? {
        let limiter = self.components.limiter
        let rule = limiter.rule(forTemplate: route.template.description, takesCredentials: route.metadata.isLimitedByAddress)
        return route.metadata.isProbe && rule == limiter.generalRule ? nil : rule
    }

    private func edge(isTLS: Bool) throws -> EdgeFields {
        let limiter = self.components.limiter
        return EdgeFields(
            cors: try self.options.cors.map { try CORSPolicy($0) },
            security: self.options.securityHeaders?.block(isTLS: isTLS) ?? .empty,
            limits: limiter.includesHeaders ? limiter.rules.map(RateLimitHeaders.init) : []
        )
    }
}
