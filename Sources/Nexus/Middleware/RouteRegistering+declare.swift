public import NexusCore

extension RouteRegistering {
    /// Declares who may pass to a route whose handler belongs to another app, behind the middleware of `NexusHummingbird`.
    ///
    /// ```swift
    /// nexus.declare(.get, "/articles/{id}", .requirePermission("read:articles"))
    /// ```
    ///
    /// `GET` covers `HEAD` too. An app that serves itself answers such a route with 500: it has nothing to answer with.
    /// - Parameters:
    ///   - method: The method.
    ///   - path: The template, for example `/articles/{id}`; the other app's router must mean the same paths by its own.
    ///   - decision: Who may pass.
    ///   - maximumBodySize: Largest body in bytes; the app's limit when nothing is given.
    ///   - metadata: What the docs say.
    public func declare(
        _ method: HTTPMethod,
        _ path: String,
        _ decision: some RouteDecision,
        maximumBodySize: Int? = nil,
        metadata: RouteMetadata = RouteMetadata()
    ) {
        var metadata = metadata
        metadata.isAnsweredElsewhere = true
        self.register(
            RouteRegistration(
                method: method, path: path, access: decision.access, maximumBodySize: maximumBodySize, metadata: metadata,
                handler: .immediate { _ in throw RequestError("\(method) \(path) is declared for an app behind the middleware") })
        )
    }
}
