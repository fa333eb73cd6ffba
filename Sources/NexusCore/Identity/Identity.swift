/// Who a request comes from, as a verified token says.
///
/// The fields of the specification's `AuthenticatedUser`. Copies share one immutable storage.
public struct Identity: Sendable {
    private final class Storage: Sendable {
        let userID: String
        let issuer: String?
        let email: String?
        let roles: [String]
        let permissions: [String]
        let tenantClaim: String?
        let claims: JSONObject

        init(
            userID: String,
            issuer: String?,
            email: String?,
            roles: [String],
            permissions: [String],
            tenantClaim: String?,
            claims: JSONObject
        ) {
            self.userID = userID
            self.issuer = issuer
            self.email = email
            self.roles = roles
            self.permissions = permissions
            self.tenantClaim = tenantClaim
            self.claims = claims
        }
    }

    private let storage: Storage

    /// Creates an identity.
    /// - Parameters:
    ///   - userID: The subject (`sub`, RFC 7519 §4.1.2).
    ///   - issuer: The issuer (`iss`) whose key signed the token, if it names one.
    ///   - email: The `email` claim, if the token has one.
    ///   - roles: The roles that count for this request: the token's, or the default role when it has none.
    ///   - permissions: The permissions that the token itself carries, besides those of its roles.
    ///   - tenantClaim: The tenant that the token names, not yet accepted by the tenant gate.
    ///   - claims: All claims of the token.
    public init(
        userID: String,
        issuer: String? = nil,
        email: String? = nil,
        roles: [String] = [],
        permissions: [String] = [],
        tenantClaim: String? = nil,
        claims: JSONObject = [:]
    ) {
        self.storage = Storage(
            userID: userID,
            issuer: issuer,
            email: email,
            roles: roles,
            permissions: permissions,
            tenantClaim: tenantClaim,
            claims: claims
        )
    }

    /// The subject: the token's `sub`.
    public var userID: String { self.storage.userID }
    /// The issuer whose key signed the token, if it names one.
    public var issuer: String? { self.storage.issuer }
    /// The `email` claim, if present.
    public var email: String? { self.storage.email }
    /// The roles that count for this request.
    public var roles: [String] { self.storage.roles }
    /// The permissions that the token itself carries.
    public var permissions: [String] { self.storage.permissions }
    /// The tenant that the token names. What a handler may act for is the request's `tenant`.
    public var tenantClaim: String? { self.storage.tenantClaim }
    /// All claims of the verified token.
    public var claims: JSONObject { self.storage.claims }

    /// The same identity with other roles.
    package func with(roles: [String]) -> Identity {
        Identity(
            userID: self.userID,
            issuer: self.issuer,
            email: self.email,
            roles: roles,
            permissions: self.permissions,
            tenantClaim: self.tenantClaim,
            claims: self.claims
        )
    }
}
