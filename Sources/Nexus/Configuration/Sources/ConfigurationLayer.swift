/// What one YAML document says, checked against the schema: `nexus.yaml`, or a preset.
struct ConfigurationLayer: Sendable {
    /// Where its values come from.
    let source: ConfigurationSource
    /// What messages call the document.
    let name: String
    /// The values by key; only those that their keys can have.
    private(set) var values: [String: WrittenValue] = [:]
    /// The sections that are there, empty ones too.
    private(set) var sections: Set<String> = []
    /// The sections that `null` switches off.
    private(set) var removed: Set<String> = []
    /// What is wrong, with places.
    private(set) var problems: [String] = []
    private var lines: [String: Int] = [:]

    /// Checks a document.
    init(_ tree: YAMLNode, source: ConfigurationSource, name: String, table: OptionTable<NexusConfiguration> = .configuration) {
        self.source = source
        self.name = name
        guard case .mapping(let members, _) = tree else {
            self.problems = ["\(name):\(tree.line): expected keys, found \(tree.kind)"]
            return
        }
        var entries: [OptionTable<NexusConfiguration>.Entry] = []
        table.walk(members) { entries.append($0) }
        for entry in entries { self.add(entry) }
    }

    /// Where a key's value stands.
    func place(of key: String) -> String { self.lines[key].map { "\(self.name):\($0)" } ?? self.name }

    /// The same without what lies in some sections.
    func without(sections: Set<String>) -> ConfigurationLayer {
        var layer = self
        let isInside = { (key: String) in sections.contains { key == $0 || key.hasPrefix($0 + ".") } }
        layer.values = self.values.filter { !isInside($0.key) }
        layer.sections = self.sections.filter { !isInside($0) }
        return layer
    }

    private mutating func add(_ entry: OptionTable<NexusConfiguration>.Entry) {
        switch entry {
        case .section(let key): self.sections.insert(key)
        case .noSection(let key): self.removed.insert(key)
        case .problem(let path, let line, let reason):
            self.problems.append("\(self.name):\(line): \(ConfigurationError.line(path.joined(separator: "."), reason))")
        case .option(let option, let member):
            // Roles are a key and a part at once: `null` switches the part off.
            if option.key == "auth.rbac", case .null = member.value {
                self.removed.insert(option.key)
                return
            }
            var scratch = NexusConfiguration()
            let written = WrittenValue(member.value)
            do throws(ValueFailure) {
                try option.write(&scratch, written)
                self.values[option.key] = written
                self.lines[option.key] = member.line
            } catch {
                self.problems.append("\(self.name):\(error.line ?? member.line): \(error.text(at: option.key))")
            }
        }
    }
}

extension ValueFailure {
    /// The key, the way below it, and the reason.
    func text(at key: String) -> String {
        ConfigurationError.line(([key] + self.path).joined(separator: ".").replacing(".[", with: "["), self.reason)
    }
}
