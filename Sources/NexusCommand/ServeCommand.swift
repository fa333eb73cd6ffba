import ArgumentParser
import Logging
import Nexus
import NexusAuth
import NexusCore
import NexusReference
import UnixSignals

/// `nexus serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the reference API behind the full stack.",
        discussion: """
            Without a configuration: development mode on 127.0.0.1:8000, with a secret made once and curl commands to try. Keys of auth in
            the environment are a configuration; with NEXUS_ENV=development the rest is filled in.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(name: .long, help: "The address to listen on.")
    var host: String?

    @Option(name: .long, help: "The port to listen on.")
    var port: Int?

    /// Reads the configuration, with what the command line says above it.
    private func load() throws -> Setup {
        var setup = try self.options.load(host: self.host)
        if let port { setup.configuration.options.apiPort = port }
        try setup.configuration.requireSound()
        return setup
    }

    /// Reads the configuration again for each `SIGHUP`. One that cannot be leaves the policy as it is, and says why.
    private func reloadOnHangup(_ app: Nexus, since start: Setup, minter: CurrentMinter?) async {
        var current = start
        for await _ in await UnixSignalsSequence(trapping: .sighup) {
            do {
                let next = try self.load()
                for key in current.startOnlyKeys(changedIn: next) {
                    app.logger.warning("the change needs a restart", metadata: ["key": "\(key)"])
                }
                let auth = try next.plugin()
                func reload() throws { try app.reload(options: next.configuration.options, auth: auth) }
                if let minter { try minter.replace(with: try? next.minter(), reload) } else { try reload() }
                current = next
            } catch {
                app.logger.error("the configuration stays as it was", metadata: ["error": "\(error)"])
            }
        }
    }

    func validate() throws {
        guard self.port.map({ 0...65_535 ~= $0 }) ?? true else { throw ValidationError("--port is a number from 0 to 65535") }
    }

    func run() async throws {
        let setup = try self.load()
        LoggingBootstrap.start(level: setup.configuration.options.logLevel, format: setup.configuration.options.logFormat)
        let minter = (try? setup.minter()).map(CurrentMinter.init)
        let app = try setup.app(try setup.reference(minter: minter))
        for warning in setup.configuration.warnings { app.logger.warning("\(warning)") }
        if setup.isTrial { try app.addPlugin(try await DevelopmentGuide(setup)) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await app.start() }
            tasks.addTask { await self.reloadOnHangup(app, since: setup, minter: minter) }
            try await tasks.next()
            tasks.cancelAll()
        }
    }
}
