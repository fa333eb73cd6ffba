public import NexusCore

/// The decision that every route states, and the kind of request its handler gets for it.
///
/// `.public` gives a ``PublicRequest``; every `Requirement` gives a ``Request`` whose identity is not optional.
public protocol RouteDecision: Sendable {
    /// What the handler is given.
    associatedtype HandledRequest: Sendable

    /// The decision as the gate enforces it.
    var access: RouteAccess { get }

    /// The request as the handler sees it. The gate has decided; that the values fit its decision is checked once more.
    /// - Throws: When the decision does not allow it.
    static func request(from context: RequestContext) throws -> HandledRequest
}

/// The decision that everyone may pass.
public struct PublicAccess: RouteDecision {
    /// Open to everyone.
    public var access: RouteAccess { .open }

    /// The request with an optional identity.
    public static func request(from context: RequestContext) -> PublicRequest { PublicRequest(context) }
}

extension RouteDecision where Self == PublicAccess {
    /// Everyone may pass; a valid token still gives an identity.
    public static var `public`: PublicAccess { PublicAccess() }
}

extension Requirement: RouteDecision {
    /// Behind the requirement.
    public var access: RouteAccess { .restricted(self) }

    /// The request with its identity.
    /// - Throws: When there is none.
    public static func request(from context: RequestContext) throws -> Request {
        guard let request = Request(context) else { throw RequestError("a restricted route was reached without an identity") }
        return request
    }
}

extension RouteDecision where Self == Requirement {
    /// Any verified identity.
    public static var anyIdentity: Requirement { Requirement(.anyIdentity) }

    /// An identity that has a role, its own or an inherited one.
    /// - Parameter role: The role's name, as configured.
    public static func requireRole(_ role: String) -> Requirement { Requirement(.role(role)) }

    /// An identity that has a permission, of its roles or of its token.
    /// - Parameter permission: A concrete permission such as `delete:articles`.
    public static func requirePermission(_ permission: String) -> Requirement { Requirement(.permission(permission)) }

    /// All of the requirements.
    public static func all(_ requirements: Requirement...) -> Requirement { Requirement(.all(requirements.map(\.rule))) }

    /// At least one of the requirements.
    public static func any(_ requirements: Requirement...) -> Requirement { Requirement(.any(requirements.map(\.rule))) }

    /// A check of your own, for decisions about one object.
    ///
    /// Within a route's parentheses the closure says that it is sendable, which the compiler does not see there by itself:
    /// `.custom("owner") { @Sendable access in … }`.
    /// - Parameters:
    ///   - name: What the audit trail calls the rule.
    ///   - check: Returns whether the identity may pass.
    public static func custom(_ name: String, check: @escaping Requirement.Check) -> Requirement {
        Requirement(.custom(name: name, check: check))
    }
}
