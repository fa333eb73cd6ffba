/// What a custom requirement may look at when it decides about one object.
public struct AccessContext: Sendable {
    /// Who asks.
    public let identity: Identity
    /// The tenant the request acts for, if tenants are isolated.
    public let tenant: TenantID?
    /// The path parameters of the matched template, decoded, by name.
    public let parameters: [String: String]

    /// Creates a context.
    package init(identity: Identity, tenant: TenantID?, parameters: [String: String]) {
        self.identity = identity
        self.tenant = tenant
        self.parameters = parameters
    }
}
