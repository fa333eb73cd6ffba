import NexusCore

/// The keys that a mapping may have.
struct OptionTable<Root>: Sendable {
    /// The keys, in the order of the reference.
    let options: [ConfigurationOption<Root>]
    private let byKey: [String: ConfigurationOption<Root>]
    private let sections: Set<String>

    /// Creates a table.
    init(_ options: [ConfigurationOption<Root>]) {
        self.options = options
        self.byKey = Dictionary(options.map { ($0.key, $0) }) { first, _ in first }
        self.sections = Set(options.flatMap { option in option.path.indices.dropFirst().map { Self.key(option.path.prefix($0)) } })
    }

    /// A key's option.
    subscript(key: String) -> ConfigurationOption<Root>? { self.byKey[key] }

    /// The options as those of a whole that has such a part.
    func lifted<Whole>(_ part: any WritableKeyPath<Whole, Root> & Sendable, below section: String) -> [ConfigurationOption<Whole>] {
        self.options.map { ConfigurationOption<Whole>($0, of: part, below: section) }
    }

    /// Whether a key has keys below it.
    func isSection(_ key: String) -> Bool { self.sections.contains(key) }

    /// Goes through a mapping and finds what each key is.
    /// - Parameter entry: Called for each option, each section and each problem.
    func walk(_ members: [YAMLNode.Member], at path: [String] = [], entry: (Entry) -> Void) {
        for member in members {
            let here = path + [member.key]
            let key = Self.key(here[...])
            if let option = self.byKey[key] {
                entry(.option(option, member))
            } else if self.sections.contains(key) {
                switch member.value {
                case .mapping(let inner, _):
                    entry(.section(key))
                    self.walk(inner, at: here, entry: entry)
                case .null:
                    entry(.noSection(key))
                default:
                    entry(.problem(here, line: member.line, "expected keys below it, found \(member.value.kind)"))
                }
            } else {
                entry(.problem(here, line: member.line, self.unknown(here)))
            }
        }
    }

    /// What a mapping says.
    enum Entry {
        /// A key with a value.
        case option(ConfigurationOption<Root>, YAMLNode.Member)
        /// Keys below a key.
        case section(String)
        /// `null` where keys could be.
        case noSection(String)
        /// What cannot be used.
        case problem([String], line: Int, String)
    }

    /// Reads a mapping into a value. The first problem ends it.
    func read(_ node: YAMLNode, into root: inout Root) throws(ValueFailure) {
        guard case .mapping(let members, _) = node else { throw ValueFailure("expected keys, found \(node.kind)", line: node.line) }
        var entries: [Entry] = []
        self.walk(members) { entries.append($0) }
        for entry in entries {
            switch entry {
            case .option(let option, let member):
                do throws(ValueFailure) {
                    try option.write(&root, WrittenValue(member.value))
                } catch {
                    throw option.path.reversed().reduce(error) { $0.below($1, line: member.line) }
                }
            case .problem(let path, let line, let reason):
                throw path.reversed().reduce(ValueFailure(reason, line: line)) { $0.below($1, line: line) }
            case .section, .noSection:
                continue
            }
        }
    }

    /// What to say about a key that does not exist.
    private func unknown(_ path: [String]) -> String {
        let key = Self.key(path[...])
        if let fix = Gotchas.fix(for: key) { return "no such key; \(fix)" }
        guard let name = path.last else { return "no such key" }
        let depth = path.count
        let siblings = Set(
            self.options.filter { $0.path.count >= depth && $0.path.prefix(depth - 1) == path.prefix(depth - 1) }.map { $0.path[depth - 1] }
        )
        if let nearest = name.nearest(among: siblings.sorted()) { return "no such key; did you mean \(nearest)?" }
        let places = Set(self.options.flatMap { option in option.path.indices.map { option.path.prefix($0 + 1) } })
        let elsewhere = places.filter { $0.last == name }.map(Self.key).sorted()
        if let place = elsewhere.first { return "no such key; did you mean \(place)?" }
        return "no such key; there are \(siblings.sorted().joined(separator: ", "))"
    }

    private static func key(_ path: ArraySlice<String>) -> String { path.joined(separator: ".") }
}
