/// What the document says about the API as a whole.
package struct OpenAPIInfo: Sendable {
    /// The API's name.
    package var title: String
    /// The API's version.
    package var version: String
    /// What it is, in Markdown.
    package var description: String
    /// Base addresses; none means wherever the document was read from.
    package var servers: [String]
    /// The header that carries the token.
    package var tokenHeader: String
    /// A cookie that may carry the token instead.
    package var tokenCookie: String?
    /// A query parameter that may carry the token instead.
    package var tokenQueryParameter: String?
    /// The header with which a client may choose a tenant, where tenants are isolated.
    package var tenantHeader: String?
    /// Whether each address has a limit on all routes together, besides those of the routes.
    package var limitsAddresses: Bool
    /// Whether an address that sends tokens that are not accepted is refused for a while.
    package var limitsFailedTokens: Bool
    /// Whether answers carry a limit's figures.
    package var showsLimits: Bool

    /// Creates a description with a bearer token in `Authorization`.
    package init(
        title: String,
        version: String,
        description: String = "",
        servers: [String] = [],
        tokenHeader: String = "Authorization",
        tokenCookie: String? = nil,
        tokenQueryParameter: String? = nil,
        tenantHeader: String? = nil,
        limitsAddresses: Bool = false,
        limitsFailedTokens: Bool = false,
        showsLimits: Bool = true
    ) {
        self.title = title
        self.version = version
        self.description = description
        self.servers = servers
        self.tokenHeader = tokenHeader
        self.tokenCookie = tokenCookie
        self.tokenQueryParameter = tokenQueryParameter
        self.tenantHeader = tenantHeader
        self.limitsAddresses = limitsAddresses
        self.limitsFailedTokens = limitsFailedTokens
        self.showsLimits = showsLimits
    }
}
