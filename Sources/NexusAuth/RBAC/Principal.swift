package import NexusCore

/// What an identity may do, compiled against the requirements of the routes: one bit a role, one bit a permission.
package struct Grants: Sendable, Hashable {
    /// The roles it has, inherited ones included.
    package var roles = BitSet()
    /// The permissions it has, of its roles and of its token, denied ones taken out.
    package var permissions = BitSet()

    /// Creates grants of nothing.
    package init() {}
}

/// A verified identity together with its grants: what the token cache keeps, so that a warm request compiles nothing. One object, shared by
/// all requests that bring the token.
package final class Principal: Sendable {
    /// Who it is.
    package let identity: Identity
    /// What it may do.
    package let grants: Grants

    /// Creates a principal.
    package init(identity: Identity, grants: Grants) {
        self.identity = identity
        self.grants = grants
    }
}
