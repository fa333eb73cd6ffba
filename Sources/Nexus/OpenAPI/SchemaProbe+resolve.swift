internal import NexusCore

extension SchemaProbe {
    /// Writes out a stated schema, with the types it names as components.
    func resolve(_ schema: Schema, at place: String) throws(SchemaError) -> JSONObject {
        try self.keywords(of: schema, at: place).merging(schema.annotations)
    }

    private func keywords(of schema: Schema, at place: String) throws(SchemaError) -> JSONObject {
        switch schema.form {
        case .keywords(let keywords): return keywords
        case .type(let type): return try self.schema(of: type, at: place)
        case .array(let element): return .array(of: try self.resolve(element, at: place))
        case .map(let value): return ["type": "object", "additionalProperties": .object(try self.resolve(value, at: place))]
        case .nullable(let schema): return try self.resolve(schema, at: place).orNull
        case .oneOf(let schemas):
            var alternatives: [JSONValue] = []
            for schema in schemas { alternatives.append(.object(try self.resolve(schema, at: place))) }
            return ["oneOf": .array(alternatives)]
        case .object(let properties):
            var members = JSONObject()
            for property in properties {
                members[property.name] = .object(try self.resolve(property.schema, at: "\(place).\(property.name)"))
            }
            return .object(members, required: properties.filter(\.isRequired).map(\.name))
        }
    }
}

extension JSONObject {
    static func object(_ properties: JSONObject, required: [String]) -> JSONObject {
        var schema: JSONObject = ["type": "object"]
        if !properties.isEmpty { schema["properties"] = .object(properties) }
        if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        return schema
    }
}

extension Schema {
    /// The value to try a type with: the example that was given, or the first of the values that are listed.
    var exampleValue: JSONValue? {
        if let example = self.annotations["examples"]?.arrayValue?.first { return example }
        guard case .keywords(let keywords) = self.form else { return nil }
        return keywords["examples"]?.arrayValue?.first ?? keywords["enum"]?.arrayValue?.first ?? keywords["const"]
    }
}
