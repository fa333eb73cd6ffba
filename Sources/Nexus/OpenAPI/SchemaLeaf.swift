internal import NexusCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A type with a schema of its own and a value to go on with: the leaves at which the probe stops.
protocol SchemaLeaf {
    static var leafSchema: JSONObject { get }
    static var placeholder: Self { get }
}

extension Bool: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "boolean"] }
    static var placeholder: Bool { false }
}

extension String: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "string"] }
    static var placeholder: String { "" }
}

extension Double: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "number", "format": "double"] }
    static var placeholder: Double { 0 }
}

extension Float: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "number", "format": "float"] }
    static var placeholder: Float { 0 }
}

extension Decimal: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "number"] }
    static var placeholder: Decimal { 0 }
}

extension Date: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "string", "format": "date-time"] }
    static var placeholder: Date { Date(timeIntervalSince1970: 0) }
}

extension UUID: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "string", "format": "uuid"] }
    static var placeholder: UUID { UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) }
}

extension URL: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "string", "format": "uri-reference"] }
    static var placeholder: URL { URL(filePath: "/") }
}

extension Data: SchemaLeaf {
    static var leafSchema: JSONObject { ["type": "string", "contentEncoding": "base64"] }
    static var placeholder: Data { Data() }
}
