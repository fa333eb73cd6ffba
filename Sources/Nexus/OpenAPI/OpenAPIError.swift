internal import NexusCore

/// A set of routes that OpenAPI cannot describe.
package struct OpenAPIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The route in question.
    package let route: String
    /// What is wrong with it.
    package let reason: String

    init(_ route: RouteDescription, _ reason: String) {
        self.route = "\(route.method) \(route.path)"
        self.reason = reason
    }

    /// One line for the start-up log.
    package var description: String { "\(self.route): \(self.reason)" }
}
