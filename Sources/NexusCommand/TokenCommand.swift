import ArgumentParser
import Nexus
import NexusCore
import NexusReference

/// `nexus token`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "token", abstract: "Make a token with the configured key.")

    @OptionGroup var options: ConfigurationOptions

    @Option(name: .long, help: "The user: the token's sub.")
    var sub: String

    @Option(name: .long, help: "A role; may be repeated.")
    var role: [String] = []

    @Option(name: .long, help: "A permission of the token's own; may be repeated.")
    var permission: [String] = []

    @Option(name: .long, help: "The tenant.")
    var tenant: String?

    @Option(name: .long, help: "How many seconds it is valid.")
    var ttl: Int64 = 3_600

    @Flag(name: .long, help: "Sign with a configured key too, not only with the one that development mode made.")
    var allowProduction = false

    func validate() throws {
        guard self.ttl > 0, self.ttl <= 31_536_000 else { throw ValidationError("--ttl is 1 to 31536000 seconds") }
        guard !self.sub.isEmpty, self.sub.utf8.count <= 255 else { throw ValidationError("--sub is 1 to 255 bytes") }
        if let tenant, !TenantID.isWellFormed(tenant) { throw ValidationError("--tenant is not an identifier that the gate accepts") }
    }

    func run() async throws {
        let setup = try self.options.load()
        guard setup.hasDevelopmentKey || self.allowProduction else {
            throw CommandError("this key is not a development key; add --allow-production to sign with it all the same")
        }
        print(
            try setup.minter().mint(
                subject: self.sub, roles: self.role, permissions: self.permission, tenant: self.tenant, lifetime: self.ttl))
    }
}
