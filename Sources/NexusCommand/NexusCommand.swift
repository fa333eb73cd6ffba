import ArgumentParser
import Nexus

/// The `nexus` command.
@main
struct NexusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nexus",
        abstract: "An HTTP API behind one gate: tokens, roles, tenants, limits, audit.",
        version: NexusVersion.current,
        subcommands: [
            ServeCommand.self, TokenCommand.self, CheckCommand.self, ExplainCommand.self, AuditCommand.self, UserCommand.self,
            HealthCommand.self,
        ]
    )
}
