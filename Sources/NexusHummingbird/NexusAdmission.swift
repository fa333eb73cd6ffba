public import Logging
import Nexus
public import NexusCore

/// What the gate found out about an admitted request.
public struct NexusAdmission: Sendable {
    private let context: RequestContext?

    /// Creates an admission of nothing: what a context begins with.
    public init() {
        self.context = nil
    }

    init(_ context: RequestContext) {
        self.context = context
    }

    /// Who asks; nothing on a public route without a token, and where the middleware has not seen the request.
    public var identity: Identity? { self.context?.principal?.identity }

    /// The tenant that the request acts for, if it acts for one.
    public var tenant: TenantID? { self.context?.admittedTenant }

    /// The request's identifier: the client's `X-Request-ID` where it is valid, else a new one. Empty where the middleware has not seen it.
    public var requestID: String { self.context?.id ?? "" }

    /// Where the request comes from, after trusted proxies.
    public var clientAddress: IPAddress? { self.context?.clientAddress }

    /// A logger that names the request, its trace and its tenant. Made when it is asked for.
    public var logger: Logger? { self.context?.logger }

    /// Who asks, where the declaration requires an identity.
    /// - Throws: `Rejection.missingToken` when nobody does: the route is public.
    public func requireIdentity() throws(Rejection) -> Identity {
        guard let identity = self.identity else { throw .missingToken }
        return identity
    }

    /// The tenant that the request acts for.
    /// - Throws: `Rejection.tenantRequired` when it acts for none.
    public func requireTenant() throws(Rejection) -> TenantID {
        guard let tenant = self.tenant else { throw .tenantRequired }
        return tenant
    }
}
