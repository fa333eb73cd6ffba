internal import NexusCore

/// What one value was asked for.
final class SchemaNode {
    enum Part {
        case schema(JSONObject)
        case node(SchemaNode)

        var schema: JSONObject {
            switch self {
            case .schema(let schema): schema
            case .node(let node): node.schema
            }
        }
    }

    private enum Shape {
        case untouched
        case keyed
        case unkeyed
        case single(JSONObject)
    }

    private var shape = Shape.untouched
    private var properties: [(name: String, part: Part, isRequired: Bool)] = []
    private var optionalNames: Set<String> = []
    private var nullableNames: Set<String> = []
    private var elements: [Part] = []
    private var isNullable = false
    /// Whether the end of the array was asked for: then it holds any number of the first element.
    var isOpenEnded = false

    var count: Int { self.elements.count }

    var isSingleValue: Bool {
        if case .single = self.shape { true } else { false }
    }

    func becomeKeyed() { if case .untouched = self.shape { self.shape = .keyed } }

    func becomeUnkeyed() { if case .untouched = self.shape { self.shape = .unkeyed } }

    func becomeSingle(_ schema: JSONObject) { if case .untouched = self.shape { self.shape = .single(schema) } }

    func becomeNullable() { self.isNullable = true }

    /// The member is asked about before it is read.
    func tolerateAbsence(of name: String) { self.optionalNames.insert(name) }

    func tolerateNull(at name: String) { self.nullableNames.insert(name) }

    /// Records a member; the first time counts.
    func record(_ name: String, _ part: Part, isRequired: Bool) {
        guard !self.properties.contains(where: { $0.name == name }) else { return }
        self.properties.append((name, part, isRequired))
    }

    func append(_ part: Part) { self.elements.append(part) }

    /// The schema of what was asked for.
    var schema: JSONObject {
        switch self.shape {
        case .untouched: self.nullable(["type": "object"])
        case .single(let schema): self.nullable(schema)
        case .keyed: self.nullable(self.objectSchema)
        case .unkeyed: self.nullable(self.arraySchema)
        }
    }

    private func nullable(_ schema: JSONObject) -> JSONObject { self.isNullable ? schema.orNull : schema }

    private var objectSchema: JSONObject {
        var members = JSONObject()
        for property in self.properties {
            let schema = property.part.schema
            members[property.name] = .object(self.nullableNames.contains(property.name) ? schema.orNull : schema)
        }
        let required = self.properties.filter { $0.isRequired && !self.optionalNames.contains($0.name) }
        return .object(members, required: required.map(\.name))
    }

    private var arraySchema: JSONObject {
        if self.isOpenEnded, let element = self.elements.first { return .array(of: element.schema) }
        guard !self.elements.isEmpty else { return ["type": "array"] }
        return [
            "type": "array", "prefixItems": .array(self.elements.map { .object($0.schema) }),
            "minItems": .integer(Int64(self.elements.count)),
        ]
    }
}
