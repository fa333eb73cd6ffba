import ArgumentParser
import Nexus
import NexusReference

/// `nexus check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read the configuration, print what it means, every route, and every finding; exit 1 on an error."
    )

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let setup = try self.options.load()
        for entry in setup.configuration.summary() {
            print("\(entry.key) = \(entry.value)  (\(entry.source))")
        }
        for warning in setup.configuration.warnings { print("warning: \(warning)") }
        let app = try setup.app(ReferenceAPI.outline(minter: try? setup.minter()))
        let inspection = try app.inspect()
        print("\nstack: \(inspection.stack.joined(separator: " -> "))")
        print("\n\(inspection.routeTable)")
        let findings = setup.configuration.findings(routes: inspection.templates) + inspection.findings
        for finding in findings.sorted(by: { $0.severity > $1.severity }) {
            print(finding)
        }
        guard !findings.contains(where: { $0.severity == .error }) else { throw ExitCode.failure }
    }
}
