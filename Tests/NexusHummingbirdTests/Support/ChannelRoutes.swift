import HTTPTypes
import NIOCore
import Nexus

/// The routes of the parity tests as an app of Nexus' own: in a file that does not see Hummingbird's names.
enum ChannelRoutes {
    struct Failure: Error {}

    /// A route that Nexus answers itself on either way.
    static func declareStream(on nexus: Nexus) {
        nexus.get("/tenant", .anyIdentity) { _ in
            Response(
                contentType: "text/plain",
                body: .stream { writer in try await writer.write("for \(TenantContext.current?.rawValue ?? "nobody")") })
        }
    }

    static func declare(on nexus: Nexus) {
        nexus.get("/text", .anyIdentity) { _ in "text" }
        nexus.get("/own", .anyIdentity) { _ in
            Response(
                status: .accepted, headers: .named(["Cache-Control": "private", "Vary": "Accept", "X-Own": "1"]), contentType: "text/csv",
                body: .text("a,b"))
        }
        nexus.get("/empty", .anyIdentity) { _ in Response(status: .noContent) }
        nexus.get("/admin", .requireRole("admin")) { _ in "admin" }
        nexus.get("/open", .public) { _ in "open" }
        nexus.get("/fail", .public) { (_: PublicRequest) -> String in throw Failure() }
        self.declareStream(on: nexus)
        nexus.get("/interim", .public) { (_: PublicRequest) -> String in throw Rejection.interim }
        nexus.post("/echo", .anyIdentity) { request in
            Response(contentType: "text/plain; charset=utf-8", body: .bytes(request.body))
        }
    }

    /// Routes that the middleware answers with Nexus' own handlers.
    static func declareOwn(on nexus: Nexus) {
        nexus.get("/own-stream", .public) { _ in
            Response(
                contentType: "text/plain",
                body: .stream { writer in
                    for number in 0..<3 { try await writer.write("\(number)\n") }
                })
        }
        nexus.get("/own-broken-stream", .public) { _ in
            Response(
                contentType: "text/plain",
                body: .stream { writer in
                    try await writer.write("some")
                    throw Failure()
                })
        }
    }
}

extension Rejection {
    /// With a status that no answer to a request may have.
    static let interim = Rejection(status: 100, code: .badRequest, detail: "never said")
}
