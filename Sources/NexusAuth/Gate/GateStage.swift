/// The stages of the gate in the order a request passes them. Source: design, "One gate, one order, every channel".
package enum GateStage: String, Sendable, Hashable, CaseIterable {
    /// A CORS preflight is answered before anything is asked of it.
    case preflight
    /// The coarse limit of an address, before any token is looked at.
    case addressLimit = "address_limit"
    /// The token: cheap checks, cache, failed-token limit, signature, claims.
    case token
    /// Which tenant the request acts for.
    case tenant
    /// The limit of the identity, or of the address where there is none.
    case identityLimit = "identity_limit"
    /// The route's roles, permissions and custom checks.
    case requirement

    /// The stage after this one: the order, in its one place.
    var next: GateStage? {
        switch self {
        case .preflight: .addressLimit
        case .addressLimit: .token
        case .token: .tenant
        case .tenant: .identityLimit
        case .identityLimit: .requirement
        case .requirement: nil
        }
    }
}
