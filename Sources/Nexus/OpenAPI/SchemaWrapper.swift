internal import NexusCore

/// A type that holds any number of another, none included: where recursion ends.
protocol SchemaWrapper {
    static var wrappedType: any Any.Type { get }
    static var emptyValue: Self { get }
    /// The schema around the wrapped type's, or nothing where the wrapper is not written as one JSON array or object.
    static func wrapping(_ schema: JSONObject) -> JSONObject?
}

extension Optional: SchemaWrapper {
    static var wrappedType: any Any.Type { Wrapped.self }
    static var emptyValue: Self { .none }
    static func wrapping(_ schema: JSONObject) -> JSONObject? { schema.orNull }
}

extension Array: SchemaWrapper {
    static var wrappedType: any Any.Type { Element.self }
    static var emptyValue: Self { [] }
    static func wrapping(_ schema: JSONObject) -> JSONObject? { .array(of: schema) }
}

extension ContiguousArray: SchemaWrapper {
    static var wrappedType: any Any.Type { Element.self }
    static var emptyValue: Self { [] }
    static func wrapping(_ schema: JSONObject) -> JSONObject? { .array(of: schema) }
}

extension Set: SchemaWrapper {
    static var wrappedType: any Any.Type { Element.self }
    static var emptyValue: Self { [] }
    static func wrapping(_ schema: JSONObject) -> JSONObject? { .array(of: schema) }
}

extension Dictionary: SchemaWrapper {
    static var wrappedType: any Any.Type { Value.self }
    static var emptyValue: Self { [:] }

    static func wrapping(_ schema: JSONObject) -> JSONObject? {
        var map: JSONObject = ["type": "object", "additionalProperties": .object(schema)]
        switch Key.self {
        case is String.Type: return map
        case is Int.Type:
            map["propertyNames"] = ["pattern": "^-?[0-9]+$"]
            return map
        case let keys as any RawRepresentable.Type where Key.self is any CodingKeyRepresentable.Type:
            if let names = SchemaEnumeration(keys)?.values { map["propertyNames"] = ["enum": .array(names)] }
            return map
        default: return Key.self is any CodingKeyRepresentable.Type ? map : nil
        }
    }
}
