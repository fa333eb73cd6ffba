internal import NexusCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Derives the schema of a type by letting it decode from nothing and watching what it asks for.
///
/// A type is tried once for every case of the widest enumeration in it, so that one whose keys depend on a value is noticed. What
/// a type asks for and gets an error about is remembered even if the type catches that error.
final class SchemaProbe {
    /// The named schemas met so far.
    private(set) var components: [String: JSONObject] = [:]

    private let reservedNames: Set<String>
    private var schemas: [ObjectIdentifier: JSONObject] = [:]
    private var samples: [ObjectIdentifier: Any] = [:]
    private var names: [ObjectIdentifier: String] = [:]
    private var open: Set<ObjectIdentifier> = []
    private var failure: SchemaError?
    private var attempt = 0
    private var choices = 1
    private static let maximumAttempts = 64
    /// A generic type may hold ever new types of itself.
    private static let maximumDepth = 64

    /// Creates a probe.
    /// - Parameter reservedNames: Component names that no type may take.
    init(reservedNames: Set<String> = []) {
        self.reservedNames = reservedNames
    }

    /// The schema of a type: a reference where it has members or cases, in place where not.
    func schema(of type: any Any.Type) throws(SchemaError) -> JSONObject {
        try self.schema(of: type, at: "\(type)")
    }

    func schema(of type: any Any.Type, at place: String) throws(SchemaError) -> JSONObject {
        let id = ObjectIdentifier(type)
        if let known = self.schemas[id] { return known }
        if self.open.contains(id) { return .reference(to: self.name(of: type)) }
        if let leaf = type as? any SchemaLeaf.Type { return leaf.leafSchema }
        guard self.open.count < Self.maximumDepth else { throw SchemaError(type, at: place, "it is nested too deeply") }
        self.open.insert(id)
        defer { self.open.remove(id) }
        let schema = try self.derive(type, at: place)
        let isNamed = self.names[id] != nil || schema["properties"] != nil || schema["enum"] != nil || schema["oneOf"] != nil
        guard isNamed else {
            self.schemas[id] = schema
            return schema
        }
        let name = self.name(of: type)
        self.components[name] = schema
        self.schemas[id] = .reference(to: name)
        return .reference(to: name)
    }

    private func derive(_ type: any Any.Type, at place: String) throws(SchemaError) -> JSONObject {
        if let type = type as? any SchemaRepresentable.Type { return try self.resolve(type.schema, at: place) }
        if let wrapper = type as? any SchemaWrapper.Type {
            guard let schema = wrapper.wrapping(try self.schema(of: wrapper.wrappedType, at: place)) else {
                throw SchemaError(type, at: place, "its keys are not written as member names; use String or a CodingKeyRepresentable")
            }
            return schema
        }
        if let enumeration = SchemaEnumeration(type) { return enumeration.schema }
        guard let type = type as? any Decodable.Type else {
            throw SchemaError(type, at: place, "it is not Decodable; conform it to SchemaRepresentable")
        }
        return try self.watch(type, at: place)
    }

    private func watch<T: Decodable>(_ type: T.Type, at place: String) throws(SchemaError) -> JSONObject {
        let outer = (self.attempt, self.choices)
        defer { (self.attempt, self.choices) = outer }
        (self.attempt, self.choices) = (0, 1)
        var first: JSONObject?
        while self.attempt < min(self.choices, Self.maximumAttempts) {
            let node = SchemaNode()
            do {
                let value = try T(from: ProbeDecoder(probe: self, node: node, owner: "\(type)"))
                if first == nil { self.samples[ObjectIdentifier(type)] = value }
            } catch let error as SchemaError {
                throw error
            } catch {
                throw SchemaError(
                    type, at: place,
                    "its decoding refuses a placeholder value; "
                        + (node.isSingleValue ? "make it CaseIterable or SchemaRepresentable" : "conform it to SchemaRepresentable"))
            }
            if let failure = self.failure { throw failure }
            let schema = node.schema
            if let first, first != schema {
                throw SchemaError(type, at: place, "its keys depend on a value; conform it to SchemaRepresentable")
            }
            first = schema
            self.attempt += 1
        }
        return first ?? JSONObject()
    }

    /// A value to go on with.
    func sample<T: Decodable>(of type: T.Type, at place: String) throws(SchemaError) -> T {
        let id = ObjectIdentifier(type)
        if let value = self.placeholder(of: type) ?? self.samples[id] as? T { return value }
        if let type = type as? any (SchemaRepresentable & Decodable).Type {
            if let value = self.sample(from: type.schema, as: T.self) { return value }
            throw SchemaError(type, at: place, "its schema needs an example that decodes, because another type requires a value of it")
        }
        throw SchemaError(type, at: place, "it requires a value of itself, so no value of it exists")
    }

    private func placeholder<T>(of type: T.Type) -> T? {
        if type is Bool.Type {
            self.choices = max(self.choices, 2)
            return (self.attempt % 2 == 1) as? T
        }
        if let leaf = type as? any SchemaLeaf.Type { return leaf.placeholder as? T }
        if let wrapper = type as? any SchemaWrapper.Type { return wrapper.emptyValue as? T }
        guard !(type is any SchemaRepresentable.Type), let enumeration = SchemaEnumeration(type) else { return nil }
        self.choices = max(self.choices, enumeration.cases.count)
        return enumeration.cases[self.attempt % enumeration.cases.count] as? T
    }

    private func sample<T: Decodable>(from schema: Schema, as type: T.Type) -> T? {
        var writer = JSONWriter()
        writer.beginArray()
        guard let example = schema.exampleValue else { return nil }
        writer.value(example)
        writer.endArray()
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode([T].self, from: Data(writer.bytes)).first
    }

    /// Remembers the first failure, whatever the type that meets it does about it.
    func failed(_ error: SchemaError) -> SchemaError {
        if self.failure == nil { self.failure = error }
        return error
    }

    /// The component name of a type: the plain one for whoever comes first, the qualified one for its namesakes.
    private func name(of type: any Any.Type) -> String {
        let id = ObjectIdentifier(type)
        if let name = self.names[id] { return name }
        let plain = ComponentName("\(type)").text
        let qualified = String(reflecting: type)
        let taken = self.reservedNames.union(self.names.values)
        // The qualified name of a private type holds an address, and the document must be the same every time.
        var name = taken.contains(plain) && !qualified.contains("(") ? ComponentName(qualified).text : plain
        var count = 2
        while taken.contains(name) {
            name = "\(plain)_\(count)"
            count += 1
        }
        self.names[id] = name
        return name
    }
}
