import HTTPTypes
import Logging
import NIOCore
import Nexus
import NexusAuth
import NexusCore
import NexusTesting
import Synchronization

/// An app with a route for each way an answer can go, and what is needed to look inside.
struct EdgeApp {
    let app: Nexus
    let trail = MemoryAuditSink()
    let tokens = TestTokens()
    let signal = HandlerSignal()

    /// - Parameters:
    ///   - durability: Whether answers wait for their record.
    ///   - configure: Changes the options.
    init(
        durability: AuditConfig.Durability = .buffered,
        rateLimit: RateLimitConfig? = nil,
        _ configure: (inout NexusOptions) -> Void = { _ in }
    ) throws {
        var options = NexusOptions()
        options.apiPort = 0
        options.logLevel = .critical
        options.shutdownTimeout = .seconds(10)
        options.limits.maxConnectionsPerAddress = 5_000
        configure(&options)
        self.app = Nexus(options: options)
        var audit = AuditConfig(backend: .custom(self.trail), durability: durability)
        audit.syncInterval = .milliseconds(20)
        try self.app.addPlugin(
            NexusAuthPlugin(
                jwt: JWTConfig(secret: self.tokens.secret),
                rbac: RBACConfig([("admin", Role(permissions: ["read:secret"])), ("guest", Role(permissions: ["read:nothing"]))]),
                rateLimit: rateLimit ?? RateLimitConfig(requestsPerMinute: 1_000_000, burstSize: 1_000_000),
                audit: audit
            ))
        self.declareRoutes()
    }

    private func declareRoutes() {
        let signal = self.signal
        self.app.get("/", .public) { (_: PublicRequest) in "root" }
        self.app.get("/hello", .public) { (_: PublicRequest) in "hello" }
        self.app.get("/number/{n}", .public) { (request: PublicRequest) in try request.parameter("n") }
        self.app.get("/later/{n}", .public) { (request: PublicRequest) async throws in
            try await Task.sleep(for: .milliseconds(20))
            return try request.parameter("n")
        }
        self.app.on(.post, "/", .public) { (request: PublicRequest) in Response(contentType: "text/plain", body: .bytes(request.body)) }
        self.app.on(.post, "/echo", .public) { (request: PublicRequest) in Response(contentType: "text/plain", body: .bytes(request.body)) }
        self.app.on(.post, "/small", .public, maximumBodySize: 100) { (request: PublicRequest) in "\(request.body.readableBytes)" }
        self.app.on(.post, "/protected", .anyIdentity) { (request: Request) in "\(request.body.readableBytes)" }
        self.app.get("/protected", .anyIdentity) { (request: Request) in request.identity.userID }
        self.app.get("/secret", .requirePermission("read:secret")) { (_: Request) in "secret" }
        self.app.get("/fail", .public) { (_: PublicRequest) async throws -> String in throw HandlerFailure() }
        self.app.get("/unavailable", .public) { (_: PublicRequest) -> String in throw Rejection.unavailable(retryAfter: 3) }
        self.app.get("/wait", .public) { (_: PublicRequest) async throws -> String in
            signal.begin()
            do { try await Task.sleep(for: .seconds(30)) } catch {
                signal.cancel()
                throw error
            }
            return "waited"
        }
        self.app.get("/stubborn", .public) { (_: PublicRequest) async throws -> String in
            signal.begin()
            await Task { try? await Task.sleep(for: .milliseconds(1_500)) }.value
            return "at last"
        }
        self.app.get("/large/{bytes}", .public) { (request: PublicRequest) in
            let count = try request.parameter("bytes", as: Int.self)
            return Response(contentType: "application/octet-stream", body: .bytes(ByteBuffer(repeating: UInt8(ascii: "x"), count: count)))
        }
        self.app.get("/answer/{status}", .public) { (request: PublicRequest) in
            Response(status: .init(code: try request.parameter("status", as: Int.self)), body: .text("content"))
        }
        self.declareStreams()
    }

    private func declareStreams() {
        let signal = self.signal
        self.app.get("/stream/{count}", .public) { (request: PublicRequest) in
            let count = try request.parameter("count", as: Int.self)
            return Response(
                contentType: "text/plain",
                body: .stream { writer in
                    for index in 0..<count { try await writer.write("\(index)\n") }
                })
        }
        self.app.get("/endless", .public) { (_: PublicRequest) in
            Response(
                contentType: "text/plain",
                body: .stream { writer in
                    signal.begin()
                    let piece = ByteBuffer(repeating: UInt8(ascii: "y"), count: 16_384)
                    do {
                        while true {
                            try await writer.write(piece)
                            signal.count(piece.readableBytes)
                        }
                    } catch {
                        signal.cancel()
                        throw error
                    }
                })
        }
        self.app.get("/broken-stream", .public) { (_: PublicRequest) in
            Response(
                contentType: "text/plain",
                body: .stream { writer in
                    try await writer.write("some")
                    throw HandlerFailure()
                })
        }
        self.app.get("/quiet-stream", .public) { (_: PublicRequest) in
            Response(
                contentType: "text/plain",
                body: .stream { writer in
                    try await writer.write("first ")
                    try await Task.sleep(for: .milliseconds(2_500))
                    try await writer.write("second")
                })
        }
    }
}

struct HandlerFailure: Error {}

/// What a handler says about itself.
final class HandlerSignal: Sendable {
    private let state = Mutex<(began: Int, cancelled: Int, bytes: Int)>((0, 0, 0))

    func begin() { self.state.withLock { $0.began += 1 } }
    func cancel() { self.state.withLock { $0.cancelled += 1 } }
    func count(_ bytes: Int) { self.state.withLock { $0.bytes += bytes } }

    var began: Int { self.state.withLock { $0.began } }
    var cancelled: Int { self.state.withLock { $0.cancelled } }
    var bytes: Int { self.state.withLock { $0.bytes } }
}

/// Waits until something holds.
func eventually(within limit: Duration = .seconds(10), _ condition: () -> Bool) async -> Bool {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: limit)
    while clock.now < end {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}
