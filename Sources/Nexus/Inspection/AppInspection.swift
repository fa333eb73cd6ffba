import NexusAuth
import NexusCore
import Synchronization

/// What an app would do, without starting it: the content of `nexus check`.
public struct AppInspection: Sendable {
    /// The stages and parts that a request meets, in order.
    public let stack: [String]
    /// The templates of all routes.
    public let templates: [String]
    /// Every route with who may pass and its limit, aligned for a terminal.
    public let routeTable: String
    /// What is doubtful about the routes.
    public let findings: [ConfigurationFinding]
}

extension Nexus {
    /// Compiles the app as ``start()`` would, and looks at it. Nothing is opened and nothing listens.
    /// - Throws: ``NexusError`` for what would keep it from starting.
    public func inspect() throws -> AppInspection {
        let assembly = try self.assemble(isInspection: true)
        try assembly.runtime.current.selfTest()
        let auth = self.parts.withLock { $0.auth }
        let app = assembly.runtime.current
        let rows = app.routes.filter { !$0.route.metadata.isHidden }.map { InspectedRoute($0, app: app) }
        return AppInspection(
            stack: self.stack(auth),
            templates: app.routes.map { $0.route.template.description },
            routeTable: InspectedRoute.table(rows),
            findings: rows.flatMap(\.findings)
        )
    }

    private func stack(_ auth: NexusAuthPlugin?) -> [String] {
        var stack = ["request_id", "client_address"]
        if self.options.cors != nil { stack.append("cors_preflight") }
        if auth != nil { stack.append("audit") }
        if auth?.rateLimit != nil, self.options.rateLimit != nil { stack.append("address_limit") }
        if auth?.jwt != nil { stack.append("token") }
        if auth?.tenantIsolation != nil { stack.append("tenant") }
        stack.append(auth?.rateLimit == nil ? "caller_limit" : "identity_limit")
        if auth?.jwt != nil { stack.append("requirement") }
        return stack + ["handler"]
    }
}
