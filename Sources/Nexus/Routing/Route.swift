package import NexusCore

/// A route as it was declared: what the gate, the router, the docs and the limits are compiled from.
package struct Route: Sendable {
    package let method: HTTPMethod
    package let template: RouteTemplate
    package let access: RouteAccess
    package let handler: RouteHandler
    package let metadata: RouteMetadata
    package let maximumBodySize: Int?
}

/// How a route answers.
package enum RouteHandler: Sendable {
    /// On the event loop, without a task: for handlers that do not wait.
    case immediate(@Sendable (RequestContext) throws -> Response)
    /// In a task that prefers the event loop's thread.
    case task(@Sendable (RequestContext) async throws -> Response)
}
