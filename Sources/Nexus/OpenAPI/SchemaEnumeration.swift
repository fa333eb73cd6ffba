internal import NexusCore

/// The cases of an enumeration with raw values.
struct SchemaEnumeration {
    let values: [JSONValue]
    let cases: [Any]

    /// Reads the cases, if the type lists them and writes each as a string or an integer.
    init?(_ type: any Any.Type) {
        guard let type = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
        self.init(listing: type)
    }

    private init?<E: CaseIterable & RawRepresentable>(listing _: E.Type) {
        let cases = Array(E.allCases)
        let values = cases.compactMap { Self.json($0.rawValue) }
        guard !cases.isEmpty, values.count == cases.count else { return nil }
        self.values = values
        self.cases = cases
    }

    private static func json(_ rawValue: Any) -> JSONValue? {
        switch rawValue {
        case let string as String: .string(string)
        case let integer as any BinaryInteger: Int64(exactly: integer).map(JSONValue.integer)
        default: nil
        }
    }

    var schema: JSONObject {
        let isText = self.values.allSatisfy { $0.stringValue != nil }
        return ["type": isText ? "string" : "integer", "enum": .array(self.values)]
    }
}
