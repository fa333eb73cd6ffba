import NexusCore

/// A pattern over permissions: `*`, `verb:*`, `*:resource`, or one exact permission.
///
/// Everything after the first colon is the resource (contract, "nexus.yaml", `rbac`).
/// Source: specification, "Authorization (RBAC)", "Permission matching".
package enum PermissionPattern: Sendable, Hashable {
    case everything
    case verb(String)
    case resource(String)
    case exact(String)

    /// Longest pattern or permission accepted, in bytes.
    package static let maximumLength = 256

    /// Reads a pattern, or nothing when it is empty, too long, or has a wildcard that is not a whole side.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.maximumLength else { return nil }
        guard text.utf8.contains(UInt8(ascii: "*")) else {
            self = .exact(text)
            return
        }
        guard ExactText(text) != ExactText("*"), ExactText(text) != ExactText("*:*") else {
            self = .everything
            return
        }
        guard let (verb, resource) = text.splitPermission else { return nil }
        let star = ExactText("*")
        switch (ExactText(verb) == star, ExactText(resource) == star) {
        case (true, false) where resource.isPermissionPart: self = .resource(String(resource))
        case (false, true) where verb.isPermissionPart: self = .verb(String(verb))
        default: return nil
        }
    }
}

extension String {
    /// The parts around the first colon, or nothing when there is none.
    var splitPermission: (verb: Substring, resource: Substring)? {
        guard let colon = self.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return (self[..<colon], self[self.utf8.index(after: colon)...])
    }
}

extension Substring {
    /// Whether this may stand beside the wildcard of a pattern.
    fileprivate var isPermissionPart: Bool { !self.isEmpty && !self.utf8.contains(UInt8(ascii: "*")) }
}
