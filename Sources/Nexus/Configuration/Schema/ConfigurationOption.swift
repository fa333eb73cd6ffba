/// One key: its place, its format, and the property it sets.
struct ConfigurationOption<Root>: Sendable {
    /// The names that lead to it.
    let path: [String]
    /// What its value must be, for messages and the reference.
    let format: String
    /// What its value consists of.
    let shape: ValueShape
    /// Whether its value is never shown.
    let isSecret: Bool
    /// What it is for.
    let summary: String
    /// Sets the property.
    let write: @Sendable (inout Root, WrittenValue) throws(ValueFailure) -> Void
    /// The property's value as `nexus.yaml` would have it; nothing where there is none.
    let show: @Sendable (Root) -> String?

    /// Creates an option.
    /// - Parameters:
    ///   - key: Its name, behind the names of its sections and dots.
    ///   - property: What it sets.
    ///   - format: How it is written.
    ///   - summary: What it is for, in one line.
    init<Value>(
        _ key: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ format: ValueFormat<Value>, _ summary: String
    ) {
        self.path = key.split(separator: ".").map(String.init)
        self.format = format.name
        self.shape = format.shape
        self.isSecret = format.isSecret
        self.summary = summary
        self.write = { root, written throws(ValueFailure) in root[keyPath: property] = try format.read(written) }
        self.show = { root in format.show(root[keyPath: property]) }
    }

    /// Creates an option of a property that may be absent.
    /// - Parameters:
    ///   - key: Its name, behind the names of its sections and dots.
    ///   - property: What it sets.
    ///   - format: How it is written.
    ///   - nullMeaning: What `null` stands for; it is refused unless given.
    ///   - summary: What it is for, in one line.
    init<Value>(
        _ key: String, optional property: any WritableKeyPath<Root, Value?> & Sendable, _ format: ValueFormat<Value>,
        orNull nullMeaning: String? = nil, _ summary: String
    ) {
        self.init(key, property, nullMeaning.map(format.orNull) ?? format.optional, summary)
    }

    /// The option of a part, as an option of the whole.
    init<Part>(_ option: ConfigurationOption<Part>, of part: any WritableKeyPath<Root, Part> & Sendable, below section: String) {
        self.path = section.split(separator: ".").map(String.init) + option.path
        self.format = option.format
        self.shape = option.shape
        self.isSecret = option.isSecret
        self.summary = option.summary
        self.write = { root, written throws(ValueFailure) in try option.write(&root[keyPath: part], written) }
        self.show = { root in option.show(root[keyPath: part]) }
    }

    /// Its names, joined by dots.
    var key: String { self.path.joined(separator: ".") }

    /// How a list or a structure without content is written.
    var emptyValue: String { self.format.hasPrefix("a list") ? "[]" : "{}" }

    /// The environment variable that it can come from.
    var environmentName: String { "NEXUS_" + self.path.joined(separator: "_").uppercased() }
}
