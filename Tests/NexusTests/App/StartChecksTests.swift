import NexusAuth
import NexusCore
import Synchronization
import Testing

@testable import Nexus

@Suite("What keeps an app from starting")
struct StartChecksTests {
    private static let jwt = JWTConfig(secret: .value("0123456789abcdef0123456789abcdef"))

    private func message(_ declare: (Nexus) throws -> Void) -> String? {
        let app = Nexus(apiPort: 0)
        do {
            try declare(app)
            _ = try app.inspect()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func aRestrictedRouteNeedsAuthentication() {
        let message = self.message { $0.get("/profile", .anyIdentity) { _ in "me" } }
        #expect(message?.contains("GET /profile needs an identity, but no authentication is installed") == true)
    }

    @Test func aRouteIsDeclaredOnce() {
        let message = self.message { app in
            app.get("/a", .public) { _ in "1" }
            app.get("/a", .public) { _ in "2" }
        }
        #expect(message == "GET /a is declared twice")
    }

    @Test func twoNamesForOneParameterAreOneRoute() {
        let message = self.message { app in
            app.get("/a/{x}", .public) { _ in "1" }
            app.get("/a/{y}", .public) { _ in "2" }
        }
        #expect(message != nil)
    }

    @Test func aRequirementThatNoRoleMeetsIsRefused() {
        let message = self.message { app in
            try app.addPlugin(NexusAuthPlugin.saasApp(jwt: Self.jwt, rbac: ["viewer": ["read:*"]]))
            app.delete("/a", .requirePermission("delete:a")) { _ in "gone" }
        }
        #expect(message == "a route requires delete:a, which no role grants")
    }

    @Test func aMisspeltRoleSaysTheRightOne() {
        let message = self.message { app in
            try app.addPlugin(NexusAuthPlugin.saasApp(jwt: Self.jwt, rbac: ["admin": ["*"]]))
            app.get("/a", .requireRole("amdin")) { _ in "a" }
        }
        #expect(message == "a route requires role amdin, which is not configured; did you mean admin?")
    }

    @Test func aPublicRouteInARestrictedGroupIsRefused() {
        let message = self.message { app in
            try app.addPlugin(NexusAuthPlugin.basicAuth(jwt: Self.jwt))
            app.group("/reports", .anyIdentity).get("/daily", .public) { _ in "daily" }
        }
        #expect(message?.hasPrefix("GET /reports/daily is public in a group that requires something") == true)
    }

    @Test func autoDiscoveryIsRefused() throws {
        let app = Nexus(apiPort: 0, autoDiscovery: true)
        #expect(throws: NexusError.self) { try app.inspect() }
    }

    @Test func aSchemaThatCannotBeDerivedIsRefusedByItsType() {
        struct Opaque: ResponseContent, Decodable {
            enum Kind: Codable {
                case circle(radius: Double)
                case square(side: Double)
            }
            var kind: Kind
        }
        let message = self.message { app in
            app.get("/opaque", .public) { _ in Opaque(kind: .circle(radius: 1)) }
        }
        #expect(message?.contains("Kind") == true)
    }

    @Test func credentialsAndEveryOriginExcludeEachOther() {
        let app = Nexus(apiPort: 0, corsOrigins: ["*"], corsAllowCredentials: true)
        #expect(throws: NexusError.self) { try app.inspect() }
    }

    @Test(arguments: ["example.com", "https://example.com/path", "https://*", "https://exa*mple.com", "https://u@example.com"])
    func whatIsNoOriginIsRefused(origin: String) {
        let app = Nexus(apiPort: 0, corsOrigins: [origin])
        #expect(throws: NexusError.self) { try app.inspect() }
    }

    @Test func aRestOfAPathIsDescribedAsAParameter() throws {
        let app = Nexus(apiPort: 0)
        app.get("/files/{path*}", .public) { request in try request.parameter("path") }
        app.put("/files/{path}", .public) { request in try request.parameter("path") }
        #expect(throws: Never.self) { try app.inspect() }
    }

    @Test(arguments: [["/files/{name}"], ["/files/{name}", "/files/{name}/{b}", "/files/{name}/{b}/{c}/{d}/{rest*}"]])
    func aRestMayStandBesideRoutesThatSayMore(templates: [String]) throws {
        let message = self.message { try Self.declare(templates + ["/files/{path*}"], on: $0) }
        #expect(message == nil)
    }

    @Test func aRestThatNoPathReachesIsRefused() {
        let message = self.message { try Self.declare(["/files/{name}", "/files/{name}/{rest*}", "/files/{path*}"], on: $0) }
        #expect(message == "self-test: GET /files/{path*} is shadowed by /files/{name}")
    }

    /// Declares routes for whoever is known, hidden from the docs, which tell some of them apart by other rules.
    private static func declare(_ templates: [String], on app: Nexus) throws {
        try app.addPlugin(NexusAuthPlugin.basicAuth(jwt: Self.jwt))
        for template in templates { app.get(template, .anyIdentity, metadata: RouteMetadata(isHidden: true)) { _ in "file" } }
    }

    @Test func aTimeThatNobodyCanCountToIsRefused() {
        for limit in [
            \ServerLimits.idleTimeout, \.headerTimeout, \.bodyTimeout, \.minBodyRateGrace, \.handlerTimeout, \.writeTimeout,
            \.streamIdleTimeout, \.lingerTime,
        ] {
            var limits = ServerLimits()
            limits[keyPath: limit] = .seconds(Int64.max)
            #expect(throws: NexusError.self) { try limits.validate() }
            limits[keyPath: limit] = .seconds(365 * 86_400)
            #expect(throws: Never.self) { try limits.validate() }
        }
    }

    @Test func aRouteThatIsOnlyDeclaredHasNobodyToAnswerIt() async {
        let app = Nexus(apiPort: 0)
        app.declare(.get, "/guest", .public)
        let error = await #expect(throws: NexusError.self) { try await app.run() }
        #expect(error?.description.contains("GET /guest is only declared") == true)
    }

    @Test func nothingIsStartedBeforeThatIsKnown() async throws {
        final class Starts: NexusPlugin {
            let name = "starts"
            let count = Mutex(0)
            func install(on app: Nexus) throws {}
            func onStartup() async throws { self.count.withLock { $0 += 1 } }
        }
        let plugin = Starts()
        let app = Nexus(apiPort: 0)
        try app.addPlugin(plugin)
        app.declare(.get, "/guest", .public)
        await #expect(throws: NexusError.self) { try await app.run() }
        #expect(plugin.count.withLock { $0 } == 0)
    }
}
