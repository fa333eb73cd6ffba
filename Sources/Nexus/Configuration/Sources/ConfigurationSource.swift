/// Where a value comes from.
package enum ConfigurationSource: String, Sendable, Hashable, CustomStringConvertible {
    /// Nobody said anything.
    case builtIn = "default"
    /// The preset.
    case preset
    /// What development mode fills in.
    case development = "development mode"
    /// `nexus.yaml`.
    case file
    /// A file of the secrets directory.
    case secretFile = "secret file"
    /// An environment variable.
    case environment

    /// Its name.
    package var description: String { self.rawValue }
}

/// Where one value came from.
struct ValueOrigin: Sendable, Hashable {
    let source: ConfigurationSource
    /// `nexus.yaml:12`, the variable or the file, for messages.
    let place: String
}
