package import NexusCore

/// A local account of the reference API.
package struct User: Sendable, Hashable {
    /// The name it logs in with.
    package let username: Username
    /// The tenant it belongs to, if any.
    package let tenant: TenantID?
    /// Its roles.
    package let roles: [String]
    /// Its password, hashed.
    package let passwordHash: PasswordHash
}
