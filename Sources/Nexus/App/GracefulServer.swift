import Logging
import NexusCore
import ServiceLifecycle

/// A server whose readiness falls before it stops accepting: load balancers look away first.
struct GracefulServer: Service, CustomStringConvertible {
    let server: any Service
    let health: HealthMonitor
    let delay: Duration

    var description: String { "server" }

    func run() async throws {
        guard self.delay > .zero else {
            try await withGracefulShutdownHandler {
                try await self.server.run()
            } onGracefulShutdown: {
                self.health.handle(.stopRequested)
            }
            return
        }
        let inner = ServiceGroup(services: [self.server], logger: .init(label: "nexus.server") { _ in SwiftLogNoOpLogHandler() })
        // Detached: a child would be told of the outer stop; this one stops when the delay is over.
        let serving = Task.detached { try await inner.run() }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await serving.value
            } onGracefulShutdown: {
                self.health.handle(.stopRequested)
                Task {
                    try? await Task.sleep(for: self.delay)
                    await inner.triggerGracefulShutdown()
                }
            }
        } onCancel: {
            serving.cancel()
        }
    }
}
