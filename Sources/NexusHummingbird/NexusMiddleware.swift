public import Hummingbird
import Nexus
public import ServiceLifecycle

/// Nexus in front of a Hummingbird app that is already there.
///
/// ```swift
/// let nexus = Nexus(corsOrigins: ["https://app.example.com"])
/// try nexus.addPlugin(NexusAuthPlugin.basicAuth(jwt: JWTConfig(secret: .environment("JWT_SECRET"))))
/// nexus.declare(.get, "/articles/{id}", .requirePermission("read:articles"))
///
/// let gate = NexusMiddleware<BasicNexusRequestContext>(nexus)
/// let router = Router(context: BasicNexusRequestContext.self)
/// router.add(middleware: gate)
/// router.get("articles/:id") { request, context in "for \(context.nexus.identity?.userID ?? "")" }
/// try await Application(router: router, services: [gate]).runService()
/// ```
///
/// It is a middleware and a service: the service keeps what deciding needs, and until it runs every request is answered with 503. Add it before
/// all routes, and before middleware that must not see refused requests. A request whose path is not declared is refused, with 401 without a token
/// and 404 with one, unless its path is exempt.
public struct NexusMiddleware<Context: NexusRequestContext>: RouterMiddleware, Service, CustomStringConvertible {
    private let shell: MiddlewareShell
    private let isTLS: Bool

    /// Creates the middleware.
    /// - Parameters:
    ///   - nexus: Options, plugins and declarations. Routes that it has handlers for, such as `/health`, are answered by them.
    ///   - passesUndeclared: Whether a request without a declaration goes on to the app once the gate has admitted it: any verified identity,
    ///     or everyone where there is no authentication.
    ///   - isTLS: Whether clients come by TLS, ended here or by a proxy in front: then `Strict-Transport-Security` is sent.
    public init(_ nexus: Nexus, passesUndeclared: Bool = false, isTLS: Bool = false) {
        self.shell = MiddlewareShell(nexus, passesUndeclared: passesUndeclared)
        self.isTLS = isTLS
    }

    /// The name of the service in the logs of its group.
    public var description: String { "Nexus" }

    /// Checks everything, and keeps what deciding needs until a graceful stop; then the audit trail is flushed.
    /// - Throws: `NexusError` with one line when something cannot hold: a route without authentication, a circular role, an option that has no
    ///   effect here.
    public func run() async throws {
        try await self.shell.run()
    }

    /// Judges a request and passes on what is admitted. Called by the router.
    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let arrival = MiddlewareShell.Arrival(
            peer: context.remoteAddress,
            isTLS: self.isTLS,
            endpoint: context.endpointPath
        )
        guard var passage = self.shell.open(request, from: arrival) else { return self.shell.notRunning() }
        if passage.mustWait { await self.shell.settle(&passage, request) }
        let answer: MiddlewareAnswer
        if let admitted = passage.admitted {
            do {
                let request = passage.capturesRequest ? try await passage.collect(request) : passage.request(request)
                var context = context
                context.nexus = NexusAdmission(admitted)
                let response = try await TenantContext.$current.withValue(admitted.admittedTenant) {
                    guard admitted.isTraced else { return try await Self.answer(request, context, next) }
                    return try await admitted.traced { try await Self.answer(request, context, next) }
                }
                answer = passage.capturesResponse ? await .captured(passage, response) : MiddlewareAnswer(passage, response)
            } catch {
                answer = MiddlewareAnswer(passage, failing: error)
            }
        } else {
            answer = MiddlewareAnswer(passage)
        }
        switch answer {
        case .ready(let response): return response
        case .late(let answer): return try await answer.response()
        }
    }

    @inline(__always)
    private static func answer(
        _ request: Request, _ context: Context, _ next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            return try error.response(from: request, context: context)
        }
    }
}
