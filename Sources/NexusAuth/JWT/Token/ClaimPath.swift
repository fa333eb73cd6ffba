internal import NexusCore

/// Where a claim is found: under its whole name, else along the names between its dots.
struct ClaimPath: Sendable {
    private let name: String
    private let segments: [String]

    init(_ path: String) {
        self.name = path
        self.segments = path.contains(".") ? path.split(separator: ".", omittingEmptySubsequences: false).map(String.init) : []
    }

    /// The claim's value, if the token has it.
    func value(in claims: JSONObject) -> JSONValue? {
        if let value = claims[self.name] { return value }
        guard !self.segments.isEmpty else { return nil }
        var value = JSONValue.object(claims)
        for segment in self.segments {
            guard case .object(let object) = value, let next = object[segment] else { return nil }
            value = next
        }
        return value
    }
}
