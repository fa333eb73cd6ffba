import NexusCore

/// Puts a configuration together: built-in defaults, the preset, the file, the secrets directory, the environment.
struct ConfigurationLoader {
    private let environment: [String: String]
    private let secrets: SecretsDirectory?
    private let file: ConfigurationLayer?
    private let warnings: [String]
    private var configuration: NexusConfiguration
    private var problems: [String] = []

    init(
        root: NexusConfiguration, environment: [String: String], secrets: SecretsDirectory? = nil, file: ConfigurationLayer? = nil
    ) throws(ConfigurationError) {
        self.environment = EnvironmentNames.settings(environment)
        self.warnings = EnvironmentNames.warnings(environment) + (secrets?.warnings ?? [])
        self.secrets = secrets
        self.file = file
        self.configuration = root
        self.configuration.stage = try DeploymentStage(environment)
        self.problems = file?.problems ?? []
    }

    /// Reads all keys.
    /// - Throws: ``ConfigurationError`` with every problem.
    mutating func load() throws(ConfigurationError) -> NexusConfiguration {
        self.configuration.options.isDevelopment = self.configuration.stage == .development
        self.read(
            ["preset"],
            from: ConfigurationValues(environment: self.environment, secrets: self.secrets, layers: [self.file].compactMap(\.self)))
        try self.stopOnProblems()
        let stack = try PresetStack(self.configuration.options.preset)
        let preset = try stack.layer()
        self.readEverything(below: preset)
        self.finish(stack)
        self.configuration.options.isPresetApplied = true
        self.configuration.warnings = self.warnings
        try self.stopOnProblems()
        return self.configuration
    }

    /// Reads what an app written in Swift takes from its environment: all of `auth`. Its own options stand, and the preset fills those
    /// that were left at their default.
    mutating func loadAuth() throws(ConfigurationError) -> NexusConfiguration {
        let stack = try PresetStack(self.configuration.options.preset)
        let preset = try stack.layer()
        self.fillOptions(from: preset)
        self.install(preset.sections)
        self.read(
            OptionTable<NexusConfiguration>.configuration.options.filter { $0.path[0] == "auth" }.map(\.key),
            from: ConfigurationValues(environment: self.environment, secrets: self.secrets, layers: [preset]))
        self.finish(stack)
        try self.stopOnProblems()
        return self.configuration
    }

    /// Reads what a preset brings besides `auth` to an app written in Swift.
    mutating func loadOptions() throws(ConfigurationError) -> NexusOptions {
        let stack = try PresetStack(self.configuration.options.preset)
        self.fillOptions(from: try stack.layer())
        self.configuration.settle(stack)
        try self.stopOnProblems()
        return self.configuration.options
    }

    /// Fills the options that an app left at their default; a section counts as a whole.
    private mutating func fillOptions(from preset: ConfigurationLayer) {
        self.configuration.options.isDevelopment = self.configuration.options.isDevelopment || self.configuration.stage == .development
        let defaults = NexusConfiguration()
        let root = self.configuration
        let options = OptionTable<NexusConfiguration>.configuration.options.filter { $0.path[0] != "auth" }
        let touched = Set(options.filter { $0.show(root) != $0.show(defaults) }.map { $0.path[0] })
        for section in preset.removed where !touched.contains(section) { self.configuration.remove(section) }
        self.read(
            options.filter { !touched.contains($0.path[0]) }.map(\.key),
            from: ConfigurationValues(environment: [:], secrets: nil, layers: [preset]))
        self.configuration.options.isPresetApplied = true
    }

    private mutating func readEverything(below preset: ConfigurationLayer) {
        let removed = self.file?.removed ?? []
        let visiblePreset = preset.without(sections: removed)
        self.install(visiblePreset.sections)
        preset.removed.union(removed).forEach { self.configuration.remove($0) }
        self.install(self.file?.sections ?? [])
        self.read(
            OptionTable<NexusConfiguration>.configuration.options.map(\.key),
            from: ConfigurationValues(
                environment: self.environment, secrets: self.secrets, layers: [self.file, visiblePreset].compactMap(\.self)))
    }

    private mutating func install(_ sections: some Sequence<String>) {
        for section in sections {
            self.configuration.install(section)
            if section == "auth" { self.configuration.hasAuth = true }
        }
    }

    private mutating func read(_ keys: [String], from values: ConfigurationValues) {
        for option in keys.compactMap({ OptionTable<NexusConfiguration>.configuration[$0] }) {
            guard let (written, origin) = values.value(of: option) else { continue }
            do throws(ValueFailure) {
                guard let written = try Self.parsed(written, option) else {
                    if option.key == "auth.rbac" { self.configuration.rbac = nil }
                    continue
                }
                try option.write(&self.configuration, written)
                self.configuration.origins[option.key] = origin
                if option.path[0] == "auth" { self.configuration.hasAuth = true }
            } catch {
                let isVariable = origin.source == .environment
                self.problems.append(isVariable ? error.text(at: origin.place) : "\(origin.place): \(error.text(at: option.key))")
            }
        }
    }

    /// A structure in a variable or a secret's file is YAML.
    /// - Returns: Nothing for the `null` that switches roles off.
    /// - Throws: ``ValueFailure`` for one that is empty or `null`: it would take away what the file says.
    private static func parsed(_ written: WrittenValue, _ option: ConfigurationOption<NexusConfiguration>) throws(ValueFailure)
        -> WrittenValue?
    {
        guard option.shape == .structure, case .text(let text) = written else { return written }
        do throws(YAMLReader.Failure) {
            let node = try YAMLReader.value(text)
            guard case .null = node else { return WrittenValue(node) }
        } catch {
            throw ValueFailure("line \(error.line) \(error.reason)")
        }
        if option.key == "auth.rbac", ["null", "~"].contains(text) { return nil }
        throw ValueFailure("is empty; unset it, or write \(option.emptyValue) to have none")
    }

    private mutating func finish(_ stack: PresetStack) {
        self.configuration.settle(stack)
        self.problems += self.configuration.contradictions(stack)
    }

    private func stopOnProblems() throws(ConfigurationError) {
        guard self.problems.isEmpty else { throw ConfigurationError(self.problems) }
    }
}
