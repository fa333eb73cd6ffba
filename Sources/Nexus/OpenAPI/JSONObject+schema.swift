internal import NexusCore

extension JSONObject {
    static func reference(to component: String) -> JSONObject {
        ["$ref": .string("#/components/schemas/\(component)")]
    }

    static func array(of element: JSONObject) -> JSONObject {
        ["type": "array", "items": .object(element)]
    }

    /// This schema, or `null`.
    var orNull: JSONObject {
        if self.isEmpty || self.admitsNull { return self }
        guard let type = self["type"]?.stringValue, self["enum"] == nil, self["const"] == nil else {
            return ["anyOf": [.object(self), ["type": "null"]]]
        }
        var copy = self
        copy["type"] = [.string(type), "null"]
        return copy
    }

    private var admitsNull: Bool {
        self["type"] == "null" || self["type"]?.arrayValue?.contains("null") == true
            || self["anyOf"]?.arrayValue?.contains(["type": "null"]) == true
    }

    /// This schema with more members; its own win.
    func merging(_ others: JSONObject) -> JSONObject {
        var copy = self
        for member in others.members where copy[member.name] == nil { copy[member.name] = member.value }
        return copy
    }
}
