import NexusCore

/// What `NEXUS_ENV` says.
package enum DeploymentStage: Sendable, Hashable {
    /// `production` or `prod`: strict.
    case production
    /// `development` or `dev`: errors tell what went wrong inside.
    case development
    /// Nothing: as safe as production, and less strict.
    case unspecified

    /// Reads `NEXUS_ENV`.
    /// - Throws: ``ConfigurationError`` for another name: whoever mistypes production must not get less.
    package init(_ environment: [String: String]) throws(ConfigurationError) {
        switch environment["NEXUS_ENV"] {
        case nil, "": self = .unspecified
        case "production", "prod": self = .production
        case "development", "dev": self = .development
        case let other?:
            let hint = other.nearest(among: ["production", "development"]).map { "; did you mean \($0)?" } ?? ""
            throw ConfigurationError(
                ConfigurationError.line("NEXUS_ENV", "expected production or development, found \"\(other.prefix(60))\"\(hint)"))
        }
    }
}
