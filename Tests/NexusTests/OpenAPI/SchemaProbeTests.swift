import Foundation
import NexusCore
import Testing

@testable import Nexus

private struct Scalars: Codable {
    var flag: Bool
    var text: String
    var integer: Int
    var small: UInt8
    var wide: UInt64
    var ratio: Double
    var single: Float
    var price: Decimal
    var day: Date
    var id: UUID
    var link: URL
    var blob: Data
}

private struct Optionals: Codable {
    var flag: Bool?
    var text: String?
    var double: Double?
    var float: Float?
    var int: Int?
    var int8: Int8?
    var int16: Int16?
    var int32: Int32?
    var int64: Int64?
    var int128: Int128?
    var uint: UInt?
    var uint8: UInt8?
    var uint16: UInt16?
    var uint32: UInt32?
    var uint64: UInt64?
    var uint128: UInt128?
    var date: Date?
    var list: [String]?
}

private enum Status: String, Codable, CaseIterable {
    case draft
    case published
}

private enum Level: Int, Codable, CaseIterable {
    case low = 1
    case high = 2
}

private struct Author: Codable {
    var name: String
    var level: Level
}

private struct Article: Codable {
    var title: String
    var status: Status
    var author: Author
    var reviewers: [Author]
    var tags: Set<String>
    var counts: [String: Int]
    var byNumber: [Int: String]
    var editor: Author?
    var holes: [String?]
    var createdAt: Date

    private enum CodingKeys: String, CodingKey {
        case title, status, author, reviewers, tags, counts, byNumber, editor, holes
        case createdAt = "created_at"
    }
}

private struct Tree: Codable {
    var value: Int
    var children: [Tree]
}

private final class Link: Codable {
    var next: Link?
}

private struct Page<Element: Codable>: Codable {
    var items: [Element]
    var next: String?
}

private struct UserID: Codable {
    var value: String
    init(from decoder: any Decoder) throws { self.value = try decoder.singleValueContainer().decode(String.self) }
}

private struct Nested: Decodable {
    private enum Keys: CodingKey { case outer, list, inner }
    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: Keys.self)
        let inner = try keyed.nestedContainer(keyedBy: Keys.self, forKey: .outer)
        _ = try inner.decode(Int.self, forKey: .inner)
        var list = try keyed.nestedUnkeyedContainer(forKey: .list)
        while !list.isAtEnd { _ = try list.decode(Bool.self) }
    }
}

private struct Pair: Decodable {
    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        _ = try list.decode(String.self)
        _ = try list.decode(Int.self)
    }
}

private struct Guarded: Decodable {
    private enum Keys: CodingKey { case present, nullable }
    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: Keys.self)
        if keyed.contains(.present) { _ = try keyed.decode(String.self, forKey: .present) }
        if try !keyed.decodeNil(forKey: .nullable) { _ = try keyed.decode(String.self, forKey: .nullable) }
    }
}

private enum Figure: Codable, SchemaRepresentable {
    case circle(radius: Double)
    case square(side: Double)

    static var schema: Schema {
        .oneOf(
            .object(.required("circle", .object(.required("radius", .number)))),
            .object(.required("square", .object(.required("side", .number))))
        ).example(["circle": ["radius": 1]])
    }
}

private struct Drawing: Codable {
    var figure: Figure
    var layer: Int
}

private struct Report: Encodable, SchemaRepresentable {
    var author: Author
    static var schema: Schema { .object(.required("author", .type(Author.self)), .optional("note", .string().orNull)) }
}

private enum Elsewhere {
    struct Author: Codable { var handle: String }
}

enum ProbeNamesake {
    struct Author: Codable { var handle: String }
}

@Suite struct SchemaProbeTests {
    private func text(_ object: JSONObject) -> String {
        var writer = JSONWriter()
        writer.value(.object(object))
        return writer.string
    }

    /// The schema with its own component in place of the reference to it.
    private func component(_ type: any Any.Type) throws -> String {
        let probe = SchemaProbe()
        let schema = try probe.schema(of: type)
        guard let reference = schema["$ref"]?.stringValue, let name = reference.split(separator: "/").last else { return self.text(schema) }
        return self.text(try #require(probe.components[String(name)]))
    }

    static let shapes: [(any Any.Type, String)] = [
        (String.self, #"{"type":"string"}"#),
        (Bool.self, #"{"type":"boolean"}"#),
        (Int32.self, #"{"type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647}"#),
        (UInt64.self, #"{"type":"integer","minimum":0,"exclusiveMaximum":1.8446744073709552e+19}"#),
        ([String].self, #"{"type":"array","items":{"type":"string"}}"#),
        ([[Bool]].self, #"{"type":"array","items":{"type":"array","items":{"type":"boolean"}}}"#),
        ([String: Bool].self, #"{"type":"object","additionalProperties":{"type":"boolean"}}"#),
        (String?.self, #"{"type":["string","null"]}"#),
        (String??.self, #"{"type":["string","null"]}"#),
        (UserID.self, #"{"type":"string"}"#),
        ([UserID].self, #"{"type":"array","items":{"type":"string"}}"#),
        (JSONValue.self, "{}"),
        (Status.self, #"{"type":"string","enum":["draft","published"]}"#),
        (Level.self, #"{"type":"integer","enum":[1,2]}"#),
        (Pair.self, #"{"type":"array","prefixItems":[{"type":"string"},\#(int)],"minItems":2}"#),
        (
            Nested.self,
            #"{"type":"object","properties":{"outer":{"type":"object","properties":{"inner":\#(int)},"required":["inner"]},"#
                + #""list":{"type":"array","items":{"type":"boolean"}}},"required":["outer","list"]}"#
        ),
        (
            Guarded.self,
            #"{"type":"object","properties":{"present":{"type":"string"},"nullable":{"type":["string","null"]}},"required":["nullable"]}"#
        ),
        (
            Tree.self,
            ##"{"type":"object","properties":{"value":\##(int),"children":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}}},"##
                + #""required":["value","children"]}"#
        ),
        (
            Link.self,
            ##"{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/components/schemas/Link"},{"type":"null"}]}}}"##
        ),
        (
            Page<Status>.self,
            ##"{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Status"}},"##
                + #""next":{"type":["string","null"]}},"required":["items"]}"#
        ),
        (
            Drawing.self,
            ##"{"type":"object","properties":{"figure":{"$ref":"#/components/schemas/Figure"},"layer":\##(int)},"##
                + #""required":["figure","layer"]}"#
        ),
        (
            Report.self,
            ##"{"type":"object","properties":{"author":{"$ref":"#/components/schemas/Author"},"note":{"type":["string","null"]}},"##
                + #""required":["author"]}"#
        ),
    ]

    private static let int =
        #"{"type":"integer","format":"int64","minimum":-9223372036854775808,"maximum":9223372036854775807}"#

    @Test("every shape", arguments: shapes.indices)
    func derives(index: Int) throws {
        let (type, expected) = Self.shapes[index]
        #expect(try self.component(type) == expected)
    }

    @Test func scalarsAreRequiredAndHaveFormats() throws {
        let probe = SchemaProbe()
        _ = try probe.schema(of: Scalars.self)
        let schema = try #require(probe.components["Scalars"])
        let properties = try #require(schema["properties"]?.objectValue)
        #expect(schema["required"]?.arrayValue?.count == 12)
        func format(_ name: String) -> String? { properties[name]?.objectValue?["format"]?.stringValue }
        #expect(format("day") == "date-time")
        #expect(format("id") == "uuid")
        #expect(format("link") == "uri-reference")
        #expect(format("ratio") == "double")
        #expect(format("single") == "float")
        #expect(properties["blob"] == ["type": "string", "contentEncoding": "base64"])
        #expect(properties["price"] == ["type": "number"])
        #expect(properties["small"] == ["type": "integer", "minimum": 0, "maximum": 255])
    }

    @Test func noOptionalIsRequired() throws {
        let probe = SchemaProbe()
        _ = try probe.schema(of: Optionals.self)
        let schema = try #require(probe.components["Optionals"])
        #expect(schema["required"] == nil)
        #expect(schema["properties"]?.objectValue?.members.count == 18)
        for member in schema["properties"]?.objectValue?.members ?? [] {
            #expect(member.value.objectValue?["type"]?.arrayValue?.last == "null", "\(member.name)")
        }
    }

    @Test func anArticleReferencesItsParts() throws {
        let probe = SchemaProbe()
        #expect(try probe.schema(of: Article.self) == .reference(to: "Article"))
        #expect(probe.components.keys.sorted() == ["Article", "Author", "Level", "Status"])
        let schema = try #require(probe.components["Article"])
        let required = schema["required"]?.arrayValue?.compactMap(\.stringValue)
        #expect(required == ["title", "status", "author", "reviewers", "tags", "counts", "byNumber", "holes", "created_at"])
    }

    @Test("namesakes get their scope, or a number where the scope has no stable name")
    func namesakes() throws {
        let probe = SchemaProbe()
        #expect(try probe.schema(of: Author.self) == .reference(to: "Author"))
        #expect(try probe.schema(of: ProbeNamesake.Author.self) == .reference(to: "NexusTests.ProbeNamesake.Author"))
        #expect(try probe.schema(of: Elsewhere.Author.self) == .reference(to: "Author_2"))
        #expect(try probe.schema(of: ProbeNamesake.Author.self) == .reference(to: "NexusTests.ProbeNamesake.Author"))
        #expect(try probe.schema(of: Page<Author>.self) == .reference(to: "Page_Author"))
    }
}
