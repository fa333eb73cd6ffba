import Nexus

/// How a command comes by its configuration.
enum LaunchMode: Sendable, Hashable {
    /// From a file, or from the environment alone: what nobody said is not there.
    case configured(file: String?)
    /// From development mode, which fills in what nobody said.
    case development

    /// Decides. Development mode is for whoever asked for it, or configured nothing and is heard by this machine alone: a deployment that
    /// brings its own credentials never gets it by accident.
    /// - Parameters:
    ///   - file: The file of the command line.
    ///   - host: The address of the command line.
    /// - Throws: ``CommandError`` where there is neither a configuration nor development mode, `ConfigurationError` for a stage that
    ///   does not exist.
    init(file: String?, host: String?, environment: [String: String]) throws {
        let stage = try DeploymentStage(environment)
        if let file = file ?? environment["NEXUS_CONFIG"] {
            self = .configured(file: file)
            return
        }
        let hasCredentials =
            environment.keys.contains { $0.hasPrefix("NEXUS_AUTH_") } || environment["NEXUS_SECRETS_DIR"]?.isEmpty == false
        switch stage {
        case .development: self = .development
        case .production: self = .configured(file: nil)
        case .unspecified where hasCredentials: self = .configured(file: nil)
        case .unspecified:
            let address = host ?? environment["NEXUS_API_HOST"] ?? NexusOptions().apiHost
            guard NexusOptions.isLocal(address) else {
                throw CommandError(
                    "without a configuration the API listens on this machine alone, not on \(address); pass --config, set "
                        + "NEXUS_AUTH_JWT_SECRET or another key of auth, or NEXUS_ENV=development")
            }
            self = .development
        }
    }
}
