// Nexus in front of a Hummingbird app that is already there: docs/hummingbird.md.
import Hummingbird
import NexusHummingbird

// snippet.show
let nexus = Nexus(corsOrigins: ["https://app.example.com"])
try nexus.addPlugin(
    NexusAuthPlugin.saasApp(
        jwt: JWTConfig(secret: .environment("JWT_SECRET")),
        rbac: ["admin": ["*"], "viewer": ["read:*"]],
        tenantIsolation: TenantConfig(adminRole: "admin")
    ))
nexus.declare(.get, "/articles/{id}", .requirePermission("read:articles"))
nexus.declare(.post, "/articles", .requirePermission("write:articles"), maximumBodySize: 16_384)
nexus.declare(.get, "/hello", .public)

let gate = NexusMiddleware<BasicNexusRequestContext>(nexus)
let router = Router(context: BasicNexusRequestContext.self)
router.add(middleware: gate)  // before all routes

router.get("hello") { _, _ in "hello" }
router.get("articles/:id") { _, context in
    let tenant = try context.nexus.requireTenant()
    return "article \(try context.parameters.require("id")) of \(tenant)"
}
router.post("articles") { _, context in
    let author = try context.nexus.requireIdentity()
    context.nexus.logger?.info("an article was written", metadata: ["by": "\(author.userID)"])
    return HTTPResponse.Status.created
}

let app = Application(router: router, services: [gate])  // and a service
try await app.runService()
// snippet.hide

// snippet.context
struct AppContext: NexusRequestContext {
    var coreContext: CoreRequestContextStorage
    var nexus = NexusAdmission()
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.remoteAddress = source.channel.remoteAddress
    }
}
// snippet.end
