import Configuration
import Synchronization

/// The values of all keys from all places: environment, secrets directory, file, preset, in this order.
struct ConfigurationValues {
    /// Remembers which provider had the value.
    private final class Recorder: AccessReporter {
        let provider = Mutex<Int?>(nil)

        func report(_ event: AccessEvent) {
            let index = event.providerResults.firstIndex { (try? $0.result.get().value) != nil }
            self.provider.withLock { $0 = index }
        }
    }

    private let reader: ConfigReader
    private let recorder = Recorder()
    private let sources: [ConfigurationSource]
    private let secrets: SecretsDirectory?
    private let layers: [ConfigurationLayer]

    /// Puts the places in order.
    /// - Parameter layers: The documents, the strongest first.
    init(environment: [String: String], secrets: SecretsDirectory?, layers: [ConfigurationLayer]) {
        let options = OptionTable<NexusConfiguration>.configuration.options
        let variables = Set(options.map(\.environmentName))
        let secretVariables = Set(options.filter(\.isSecret).map(\.environmentName))
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(
                environmentVariables: environment.filter { variables.contains($0.key) }, secretsSpecifier: .specific(secretVariables)
            ).prefixKeys(with: "nexus")
        ]
        var sources: [ConfigurationSource] = [.environment]
        if let secrets {
            providers.append(InMemoryProvider(secrets, options: options))
            sources.append(.secretFile)
        }
        for layer in layers {
            providers.append(InMemoryProvider(layer, options: options))
            sources.append(layer.source)
        }
        self.reader = ConfigReader(providers: providers, accessReporter: self.recorder)
        self.sources = sources
        self.secrets = secrets
        self.layers = layers
    }

    /// The strongest value of a key, and where it came from.
    func value(of option: ConfigurationOption<NexusConfiguration>) -> (value: WrittenValue, origin: ValueOrigin)? {
        let key = ConfigKey(option.path)
        switch option.shape {
        case .scalar:
            guard let text = self.reader.string(forKey: key, isSecret: option.isSecret) else { return nil }
            let origin = self.origin(of: option)
            return (origin.source == .secretFile && option.isSecret ? .verbatim(text) : .text(text), origin)
        case .list, .scalarOrList:
            guard let texts = self.reader.stringArray(forKey: key, isSecret: option.isSecret) else { return nil }
            let origin = self.origin(of: option)
            // Without content it would take away what the file says: whoever wants that writes it.
            let isWritten = [.environment, .secretFile].contains(origin.source)
            return (.list(isWritten && texts == ["[]"] ? [] : isWritten && texts.isEmpty ? [""] : texts), origin)
        case .structure:
            // Issuers have secrets within.
            if let text = self.reader.string(forKey: key, isSecret: true) { return (.text(text), self.origin(of: option)) }
            guard let layer = self.layers.first(where: { $0.values[option.key] != nil }), let value = layer.values[option.key] else {
                return nil
            }
            return (value, ValueOrigin(source: layer.source, place: layer.place(of: option.key)))
        }
    }

    private func origin(of option: ConfigurationOption<NexusConfiguration>) -> ValueOrigin {
        let index = self.recorder.provider.withLock { $0 } ?? 0
        let source = self.sources[min(index, self.sources.count - 1)]
        let place: String
        switch source {
        case .environment: place = option.environmentName
        case .secretFile: place = self.secrets?.file(of: option.key) ?? option.key
        default: place = self.layers.first { $0.source == source }?.place(of: option.key) ?? option.key
        }
        return ValueOrigin(source: source, place: place)
    }
}

extension InMemoryProvider {
    /// The values of a document, except structures.
    fileprivate init(_ layer: ConfigurationLayer, options: [ConfigurationOption<NexusConfiguration>]) {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for option in options {
            let content: ConfigContent
            switch (layer.values[option.key], option.shape) {
            case (.text(let text), .scalar): content = .string(text)
            case (.null, .scalar): content = .string("null")
            case (.text(let text), .scalarOrList): content = .stringArray([text])
            case (.list(let texts), .list), (.list(let texts), .scalarOrList): content = .stringArray(texts)
            default: continue
            }
            values[AbsoluteConfigKey(option.path)] = ConfigValue(content, isSecret: option.isSecret)
        }
        self.init(name: layer.source.rawValue, values: values)
    }

    /// The values of a secrets directory; lists separated by commas, as in the environment.
    fileprivate init(_ secrets: SecretsDirectory, options: [ConfigurationOption<NexusConfiguration>]) {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for option in options {
            guard let text = secrets.values[option.key] else { continue }
            let content: ConfigContent
            switch option.shape {
            case .scalar, .structure: content = .string(text)
            case .list, .scalarOrList:
                content = .stringArray(text.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") })
            }
            values[AbsoluteConfigKey(option.path)] = ConfigValue(content, isSecret: true)
        }
        self.init(name: "secrets", values: values)
    }
}
