import NexusCore

extension NexusConfiguration {
    /// Reads a configuration. The environment is stronger than the secrets directory, that than the file, that than the preset.
    ///
    /// References in secrets (`${NAME}`, `file:PATH`) are kept, not followed: ``validate()`` follows them.
    /// - Parameters:
    ///   - file: A `nexus.yaml`, at most 1 MiB; nothing for none. `NEXUS_CONFIG` is not read here.
    ///   - environment: The variables; all keys can be set by `NEXUS_` and their path, such as `NEXUS_AUTH_JWT_SECRET`.
    ///   - secretsDirectory: A folder with a file for each secret, named as its key (`auth.jwt.secret`); `NEXUS_SECRETS_DIR` unless given.
    /// - Throws: ``ConfigurationError`` with every problem that was found.
    public static func load(
        file: String?, environment: [String: String], secretsDirectory: String? = nil
    ) throws(ConfigurationError) -> NexusConfiguration {
        var layer: ConfigurationLayer?
        if let file { layer = ConfigurationLayer(try self.tree(of: try self.text(of: file), name: file), source: .file, name: file) }
        return try self.load(layer, named: file, environment: environment, secretsDirectory: secretsDirectory)
    }

    /// Reads a configuration whose YAML is at hand.
    /// - Parameters:
    ///   - yaml: The content of a `nexus.yaml`.
    ///   - name: What messages call it.
    ///   - environment: The variables.
    ///   - secretsDirectory: A folder with a file for each secret; `NEXUS_SECRETS_DIR` unless given.
    /// - Throws: ``ConfigurationError`` with every problem that was found.
    public static func load(
        yaml: String, name: String = "nexus.yaml", environment: [String: String] = [:], secretsDirectory: String? = nil
    ) throws(ConfigurationError) -> NexusConfiguration {
        let layer = ConfigurationLayer(try self.tree(of: yaml, name: name), source: .file, name: name)
        return try self.load(layer, named: name, environment: environment, secretsDirectory: secretsDirectory)
    }

    /// What development mode fills in, with the environment above it key by key.
    /// - Parameters:
    ///   - yaml: What is filled in, as `nexus.yaml` would have it.
    ///   - environment: The variables.
    /// - Throws: ``ConfigurationError`` with every problem that was found.
    package static func development(
        filledBy yaml: String, environment: [String: String]
    ) throws(ConfigurationError) -> NexusConfiguration {
        let name = ConfigurationSource.development.rawValue
        let layer = ConfigurationLayer(try self.tree(of: yaml, name: name), source: .development, name: name)
        var configuration = try self.load(layer, named: nil, environment: environment, secretsDirectory: nil)
        configuration.options.isDevelopment = true
        return configuration
    }

    /// What a preset installs in an app written in Swift: the given options, and all of `auth` from the environment.
    /// - Parameters:
    ///   - preset: The preset.
    ///   - options: The app's own; the preset fills those that were left at their default.
    ///   - environment: The variables, such as `NEXUS_AUTH_JWT_SECRET`.
    /// - Throws: ``ConfigurationError``, also when the preset needs credentials that are not there.
    public static func forPreset(
        _ preset: Preset, options: NexusOptions = NexusOptions(), environment: [String: String]
    ) throws(ConfigurationError) -> NexusConfiguration {
        var root = NexusConfiguration(options: options)
        root.options.preset = preset
        let secrets = try self.secrets(nil, environment)
        var loader = try ConfigurationLoader(root: root, environment: environment, secrets: secrets)
        return try loader.loadAuth()
    }

    /// What a preset installs besides `auth` in an app written in Swift.
    /// - Parameters:
    ///   - options: The app's own; the preset fills those that were left at their default.
    ///   - auth: The plugin that takes the place of the preset's `auth`.
    ///   - environment: For `NEXUS_ENV`.
    static func options(
        _ options: NexusOptions, beside auth: NexusAuthPlugin?, environment: [String: String]
    ) throws(ConfigurationError) -> NexusOptions {
        var root = NexusConfiguration(options: options)
        root.rateLimit = auth?.rateLimit
        var loader = try ConfigurationLoader(root: root, environment: environment)
        return try loader.loadOptions()
    }

    private static func load(
        _ layer: ConfigurationLayer?, named file: String?, environment: [String: String], secretsDirectory: String?
    ) throws(ConfigurationError) -> NexusConfiguration {
        var root = NexusConfiguration()
        root.file = file
        let secrets = try self.secrets(secretsDirectory, environment)
        var loader = try ConfigurationLoader(root: root, environment: environment, secrets: secrets, file: layer)
        return try loader.load()
    }

    private static func secrets(_ path: String?, _ environment: [String: String]) throws(ConfigurationError) -> SecretsDirectory? {
        guard let path = path ?? environment["NEXUS_SECRETS_DIR"], !path.isEmpty else { return nil }
        return try SecretsDirectory(path: path, keys: OptionTable<NexusConfiguration>.configuration.options.map(\.key))
    }

    private static func tree(of text: String, name: String) throws(ConfigurationError) -> YAMLNode {
        do throws(YAMLReader.Failure) {
            return try YAMLReader.read(text)
        } catch {
            throw ConfigurationError("\(name):\(error.line): \(error.reason)")
        }
    }

    private static func text(of file: String) throws(ConfigurationError) -> String {
        do throws(TextFile.Failure) {
            return try TextFile.read(file, limit: YAMLBounds.maximumSize)
        } catch {
            throw ConfigurationError("\(file): \(error.reason)")
        }
    }
}
