import NexusAuth
public import NexusCore

/// A request that the gate admitted for a verified identity.
public struct Request: RequestValues {
    /// What ``Request`` and ``PublicRequest`` share.
    public let context: RequestContext
    /// Who asks.
    public let identity: Identity

    init?(_ context: RequestContext) {
        guard let identity = context.principal?.identity else { return nil }
        self.context = context
        self.identity = identity
    }

    /// The tenant that the request acts for.
    /// - Throws: `Rejection.tenantRequired` where tenants are not isolated, or the route is excluded and the token names none.
    public var tenant: TenantID {
        get throws {
            guard let tenant = self.context.admittedTenant else { throw Rejection.tenantRequired }
            return tenant
        }
    }
}

/// A request to a public route: with an identity when a valid token came with it.
public struct PublicRequest: RequestValues {
    /// What ``Request`` and ``PublicRequest`` share.
    public let context: RequestContext

    init(_ context: RequestContext) {
        self.context = context
    }

    /// Who asks, when a valid token came with the request.
    public var identity: Identity? { self.context.principal?.identity }

    /// The tenant of the identity, if there is one.
    public var tenant: TenantID? { self.context.admittedTenant }
}
