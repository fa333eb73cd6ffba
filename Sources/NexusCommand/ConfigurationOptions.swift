import ArgumentParser
import Foundation
import Nexus

/// The option that every command with a configuration has.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .long, help: "The configuration file; NEXUS_CONFIG where it is left out.")
    var config: String?

    /// Reads the configuration, or the development set-up where there is none.
    func load() throws -> Setup {
        let environment = ProcessInfo.processInfo.environment
        let file = self.config ?? environment["NEXUS_CONFIG"]
        guard file != nil || environment["NEXUS_ENV"].map({ ["production", "prod"].contains($0) }) == true else {
            return try Setup.development(environment: environment)
        }
        let configuration = try NexusConfiguration.load(file: file, environment: environment)
        try configuration.validate()
        return Setup(configuration, isDevelopment: configuration.options.isDevelopment)
    }
}
