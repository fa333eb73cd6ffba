public import NexusCore

/// Something that routes can be declared on: the app, or a group of it.
///
/// A route cannot be written without its decision: it is a parameter without a default.
public protocol RouteRegistering {
    /// Adds a route. Used by the verbs below.
    func register(_ registration: RouteRegistration)
}

/// A route on its way into the registry. Made by the verbs of ``RouteRegistering``.
public struct RouteRegistration: Sendable {
    package var method: HTTPMethod
    package var path: String
    package var access: RouteAccess
    package var maximumBodySize: Int?
    package var metadata: RouteMetadata
    package var handler: RouteHandler
    /// Whether a group's requirement contradicts the decision: refused at start.
    package var isOpenInRestrictedGroup = false
}

extension RouteRegistering {
    /// Declares a route whose handler does not wait: it is answered on the event loop, without a task.
    /// - Parameters:
    ///   - method: The method.
    ///   - path: The template, for example `/articles/{id}`.
    ///   - decision: Who may pass.
    ///   - maximumBodySize: Largest body in bytes; the app's limit when nothing is given.
    ///   - metadata: What the docs say.
    ///   - handler: Answers an admitted request. It must not block.
    public func on<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ method: HTTPMethod,
        _ path: String,
        _ decision: Decision,
        maximumBodySize: Int? = nil,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) throws -> Output
    ) {
        self.register(
            method, path, decision, maximumBodySize, metadata, output: Output.self,
            .immediate { context in
                try handler(try Decision.request(from: context)).response()
            }
        )
    }

    /// Declares a route.
    /// - Parameters:
    ///   - method: The method.
    ///   - path: The template, for example `/articles/{id}`.
    ///   - decision: Who may pass.
    ///   - maximumBodySize: Largest body in bytes; the app's limit when nothing is given.
    ///   - metadata: What the docs say.
    ///   - handler: Answers an admitted request.
    public func on<Decision: RouteDecision, Output: ResponseConvertible & SendableMetatype>(
        _ method: HTTPMethod,
        _ path: String,
        _ decision: Decision,
        maximumBodySize: Int? = nil,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest) async throws -> Output
    ) {
        self.register(
            method, path, decision, maximumBodySize, metadata, output: Output.self,
            .task { context in
                try await handler(try Decision.request(from: context)).response()
            }
        )
    }

    /// Declares a route that reads a JSON body.
    /// - Parameters:
    ///   - method: The method.
    ///   - path: The template, for example `/articles`.
    ///   - decision: Who may pass.
    ///   - body: What the body is read as. Another content type is 415, broken syntax 400, a wrong shape 422 with the field's path.
    ///   - maximumBodySize: Largest body in bytes; the app's limit when nothing is given.
    ///   - metadata: What the docs say.
    ///   - handler: Answers an admitted request with its body.
    public func on<Decision: RouteDecision, Body: Decodable & SendableMetatype, Output: ResponseConvertible & SendableMetatype>(
        _ method: HTTPMethod,
        _ path: String,
        _ decision: Decision,
        body: Body.Type,
        maximumBodySize: Int? = nil,
        metadata: RouteMetadata = RouteMetadata(),
        handler: @escaping @Sendable (Decision.HandledRequest, Body) async throws -> Output
    ) where Decision.HandledRequest: RequestValues {
        var metadata = metadata
        metadata.requestType = body
        self.register(
            method, path, decision, maximumBodySize, metadata, output: Output.self,
            .task { context in
                let request = try Decision.request(from: context)
                return try await handler(request, try request.decode(Body.self)).response()
            }
        )
    }

    private func register<Decision: RouteDecision, Output>(
        _ method: HTTPMethod, _ path: String, _ decision: Decision, _ maximumBodySize: Int?, _ metadata: RouteMetadata,
        output: Output.Type, _ handler: RouteHandler
    ) {
        var metadata = metadata
        metadata.describe(output)
        self.register(
            RouteRegistration(
                method: method, path: path, access: decision.access, maximumBodySize: maximumBodySize, metadata: metadata, handler: handler)
        )
    }
}
