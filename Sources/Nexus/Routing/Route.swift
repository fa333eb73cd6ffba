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
    /// A handler that may wait. It goes on where its caller runs: each change of executor would be looked up under the task's lock.
    package typealias AsyncHandle = nonisolated(nonsending) @Sendable (RequestContext) async throws -> Response

    /// On the event loop, without a task: for handlers that do not wait.
    case immediate(@Sendable (RequestContext) throws -> Response)
    /// In a task that prefers the event loop's thread.
    case task(AsyncHandle)
}
