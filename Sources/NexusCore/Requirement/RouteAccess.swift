/// The decision that every route has: open to everyone, or behind a requirement.
public enum RouteAccess: Sendable {
    /// Everyone may pass. A valid token still gives an identity.
    case open
    /// An identity that meets the requirement.
    case restricted(Requirement)
}
