import ArgumentParser
import Foundation
import Nexus

/// The option that every command with a configuration has.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .long, help: "The configuration file; NEXUS_CONFIG where it is left out.")
    var config: String?

    /// Reads the configuration, or the development set-up where there is none.
    /// - Parameter host: The address to listen on, where the command line names one.
    func load(host: String? = nil) throws -> Setup {
        var (configuration, mode) = try self.read(host: host)
        if let host { configuration.options.apiHost = host }
        guard mode == .development else {
            try configuration.validate()
            return Setup(configuration)
        }
        return try Setup(development: configuration, in: DevelopmentFolder(path: DevelopmentDefaults.folder))
    }

    /// Reads what the configuration says, and touches nothing: no folder is made, no secret is followed.
    /// - Parameter host: The address to listen on, where the command line names one.
    func read(host: String? = nil) throws -> (configuration: NexusConfiguration, mode: LaunchMode) {
        let environment = ProcessInfo.processInfo.environment
        let mode = try LaunchMode(file: self.config, host: host, environment: environment)
        let configuration: NexusConfiguration =
            switch mode {
            case .configured(let file): try .load(file: file, environment: environment)
            case .development: try .development(filledBy: DevelopmentDefaults.yaml, environment: environment)
            }
        return (configuration, mode)
    }
}
