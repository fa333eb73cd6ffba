import NexusCore

/// The verbs. `GET` also answers `HEAD`; `OPTIONS` is answered from what is declared.
extension RouteRegistering {
    /// Declares a `GET` route whose handler does not wait; see `on`.
    public func get<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) throws -> Output
    ) {
        self.on(.get, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `GET` route; see `on`.
    public func get<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) async throws -> Output
    ) {
        self.on(.get, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `POST` route whose handler does not wait; see `on`.
    public func post<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) throws -> Output
    ) {
        self.on(.post, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `POST` route; see `on`.
    public func post<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) async throws -> Output
    ) {
        self.on(.post, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `POST` route that reads a JSON body; see ``on(_:_:_:body:maximumBodySize:metadata:handler:)``.
    public func post<Decision: RouteDecision, Body: Decodable & SendableMetatype, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        body: Body.Type,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest, Body) async throws -> Output
    ) where Decision.HandledRequest: RequestValues {
        self.on(.post, path, decision, body: body, metadata: metadata, handler: handler)
    }

    /// Declares a `PUT` route whose handler does not wait; see `on`.
    public func put<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) throws -> Output
    ) {
        self.on(.put, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `PUT` route; see `on`.
    public func put<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) async throws -> Output
    ) {
        self.on(.put, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `PUT` route that reads a JSON body; see ``on(_:_:_:body:maximumBodySize:metadata:handler:)``.
    public func put<Decision: RouteDecision, Body: Decodable & SendableMetatype, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        body: Body.Type,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest, Body) async throws -> Output
    ) where Decision.HandledRequest: RequestValues {
        self.on(.put, path, decision, body: body, metadata: metadata, handler: handler)
    }

    /// Declares a `PATCH` route whose handler does not wait; see `on`.
    public func patch<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) throws -> Output
    ) {
        self.on(.patch, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `PATCH` route; see `on`.
    public func patch<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) async throws -> Output
    ) {
        self.on(.patch, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `PATCH` route that reads a JSON body; see ``on(_:_:_:body:maximumBodySize:metadata:handler:)``.
    public func patch<Decision: RouteDecision, Body: Decodable & SendableMetatype, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        body: Body.Type,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest, Body) async throws -> Output
    ) where Decision.HandledRequest: RequestValues {
        self.on(.patch, path, decision, body: body, metadata: metadata, handler: handler)
    }

    /// Declares a `DELETE` route whose handler does not wait; see `on`.
    public func delete<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) throws -> Output
    ) {
        self.on(.delete, path, decision, metadata: metadata, handler: handler)
    }

    /// Declares a `DELETE` route; see `on`.
    public func delete<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ path: String,
        _ decision: Decision,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) async throws -> Output
    ) {
        self.on(.delete, path, decision, metadata: metadata, handler: handler)
    }
}
