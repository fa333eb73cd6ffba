/// OpenAPI 3.1 has no parameter that slashes may stand in: `/files/{path*}` is listed as `/files/{path}`, and the parameter says the rest.
extension RouteDescription {
    /// The template as a key of the Paths Object: parameters by their plain names.
    package var pathKey: String {
        self.restParameterName == nil ? self.path : "\(self.path.dropLast(2))}"
    }

    /// The name of the parameter that takes all the rest of the path.
    package var restParameterName: String? {
        guard self.path.hasSuffix("*}"), let brace = self.path.lastIndex(of: "{") else { return nil }
        return String(self.path[brace...].dropFirst().dropLast(2))
    }
}

extension RouteDescription.Parameter {
    /// The extension that tells tools what the description tells people.
    static let restMember = "x-nexus-rest-of-path"

    static let restDescription = "The rest of the path: one segment or several. Slashes between them are sent as they are, never as `%2F`."
}
