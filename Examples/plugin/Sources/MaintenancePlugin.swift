import Nexus
import Synchronization

/// Lets operators close an app for maintenance: readiness falls, and load balancers send requests elsewhere.
final class MaintenancePlugin: NexusPlugin {
    let name = "maintenance"
    private let isClosed = Mutex(false)

    func install(on app: Nexus) {
        let routes = app.group("/maintenance", .requirePermission("write:maintenance"))
        routes.put("/", .anyIdentity) { [self] _ in
            self.isClosed.withLock { $0 = true }
            return ["closed": true]
        }
        routes.delete("/", .anyIdentity) { [self] _ in
            self.isClosed.withLock { $0 = false }
            return ["closed": false]
        }
        app.addHealthCheck(
            .pushed("maintenance") { [self] in
                self.isClosed.withLock { $0 } ? .unhealthy("closed for maintenance") : .healthy
            })
    }

    func onShutdown() async {
        self.isClosed.withLock { $0 = true }
    }
}
