public import NexusCore

/// The shape of a JSON value, as OpenAPI 3.1 writes it (JSON Schema 2020-12).
///
/// ```swift
/// extension Shape: SchemaRepresentable {
///     static var schema: Schema {
///         .oneOf(.type(Circle.self), .type(Square.self)).example(["circle": ["radius": 1]])
///     }
/// }
/// ```
public struct Schema: Sendable {
    indirect enum Form: Sendable {
        case keywords(JSONObject)
        case type(any Any.Type)
        case array(Schema)
        case map(Schema)
        case object([Property])
        case oneOf([Schema])
        case nullable(Schema)
    }

    let form: Form
    private(set) var annotations = JSONObject()

    init(_ form: Form) {
        self.form = form
    }

    /// Any keywords of JSON Schema 2020-12, passed on as they are.
    /// - Parameter keywords: The schema object; an empty one admits every value.
    public init(_ keywords: JSONObject) {
        self.init(.keywords(keywords))
    }

    /// The schema of a type: its own, or the one that is derived from how it decodes.
    public static func type(_ type: any Any.Type) -> Schema { Schema(.type(type)) }

    /// A string.
    /// - Parameters:
    ///   - format: A format of the JSON Schema or OpenAPI registries, such as `email`.
    ///   - pattern: A regular expression (ECMA-262) that some part of the string matches; anchor it to match all.
    public static func string(format: String? = nil, pattern: String? = nil) -> Schema {
        var keywords: JSONObject = ["type": "string"]
        keywords["format"] = format.map(JSONValue.string)
        keywords["pattern"] = pattern.map(JSONValue.string)
        return Schema(keywords)
    }

    /// An integer.
    /// - Parameters:
    ///   - minimum: The smallest value.
    ///   - maximum: The largest value.
    public static func integer(minimum: Int64? = nil, maximum: Int64? = nil) -> Schema {
        var keywords: JSONObject = ["type": "integer"]
        keywords["minimum"] = minimum.map(JSONValue.integer)
        keywords["maximum"] = maximum.map(JSONValue.integer)
        return Schema(keywords)
    }

    /// A number.
    public static let number = Schema(["type": "number"])

    /// `true` or `false`.
    public static let boolean = Schema(["type": "boolean"])

    /// Any JSON value.
    public static let any = Schema(JSONObject())

    /// One of some strings.
    public static func enumeration(_ values: [String]) -> Schema {
        Schema(["type": "string", "enum": .array(values.map(JSONValue.string))])
    }

    /// An array whose elements share a schema.
    public static func array(of element: Schema) -> Schema { Schema(.array(element)) }

    /// An object with free names whose values share a schema.
    public static func map(of value: Schema) -> Schema { Schema(.map(value)) }

    /// An object with named members, in order.
    public static func object(_ properties: Property...) -> Schema { Schema(.object(properties)) }

    /// Exactly one of some schemas.
    public static func oneOf(_ schemas: Schema...) -> Schema { Schema(.oneOf(schemas)) }

    /// The schema, or `null`.
    public var orNull: Schema { Schema(.nullable(self)) }

    /// Adds an example.
    ///
    /// A type whose decoding validates needs one as soon as it is a required member of a type without a schema of its own:
    /// the example is what such a type is tried with.
    public func example(_ value: JSONValue) -> Schema { self.annotated("examples", [value]) }

    /// Adds a description in Markdown.
    public func description(_ text: String) -> Schema { self.annotated("description", .string(text)) }

    private func annotated(_ name: String, _ value: JSONValue) -> Schema {
        var copy = self
        copy.annotations[name] = value
        return copy
    }
}

extension Schema {
    /// A named member of an object.
    public struct Property: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        /// A member that is always there.
        public static func required(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: true)
        }

        /// A member that may be absent.
        public static func optional(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: false)
        }
    }
}
