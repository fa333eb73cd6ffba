import ArgumentParser
import Nexus
import NexusReference

/// `nexus explain`
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Print every gate a request would pass, the rule that decides and why; exit 0 admitted, 1 rejected."
    )

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "The method, such as GET.") var method: String
    @Argument(help: "The path, such as /articles/7.") var path: String
    @Option(name: .long, help: "A token, verified as in a request.") var token: String?
    @Option(name: .long, help: "A role of an assumed identity; may be repeated.") var role: [String] = []
    @Option(name: .long, help: "The tenant of the assumed identity; with --token, the tenant header.") var tenant: String?

    func validate() throws {
        guard self.token == nil || self.role.isEmpty else { throw ValidationError("give --token or --role, not both") }
    }

    func run() async throws {
        let setup = try self.options.load()
        let app = try setup.app(ReferenceAPI.outline(minter: try? setup.minter()))
        let caller: Nexus.Caller =
            if let token {
                .token(token, tenantHeader: self.tenant)
            } else if !self.role.isEmpty || self.tenant != nil {
                .roles(self.role, tenant: self.tenant)
            } else {
                .anonymous
            }
        let explanation = try await app.explain(self.method.uppercased(), self.path, as: caller)
        print(explanation)
        guard explanation.isAdmitted else { throw ExitCode.failure }
    }
}
