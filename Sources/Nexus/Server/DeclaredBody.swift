/// What a request's head says about its content (RFC 9112 §6.3).
enum DeclaredBody: Sendable {
    case nothing
    /// So many bytes.
    case length(Int)
    /// As many as come.
    case chunked

    /// The size in bytes, or nothing when it comes in chunks.
    var size: Int? {
        switch self {
        case .nothing: 0
        case .length(let length): length
        case .chunked: nil
        }
    }
}
