public import NexusCore

/// A type that states its schema itself.
///
/// Most types need not: the schema of a `Decodable` type is derived from how it decodes. What cannot be derived is asked for at
/// start-up by the type's name: enumerations with associated values or without `CaseIterable`, types whose decoding validates,
/// and answers that are `Encodable` only. What nothing can notice must be stated too: a type that decodes one of several shapes, whichever
/// fits, or one that traps on an empty string.
public protocol SchemaRepresentable {
    /// The schema of every value of this type.
    static var schema: Schema { get }
}

extension JSONValue: SchemaRepresentable {
    /// Any JSON value.
    public static var schema: Schema { .any }
}
