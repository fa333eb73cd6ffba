import Foundation
import NIOCore
import NIOFoundationCompat
import NexusCore

/// The JSON coding of bodies: dates as RFC 3339, keys as the types spell them.
enum JSONCoding {
    /// Encodes a value: members in the order of its `encode(to:)`, those of a dictionary in the order of their names.
    /// - Throws: `EncodingError` for a number that JSON cannot express, and what the value's `encode(to:)` throws.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let document = JSONDocument()
        try document.encode(value, under: nil, at: nil)
        return try document.finished()
    }

    /// Reads a body.
    /// - Throws: ``Rejection``: 400 for broken syntax, 422 with the field's path for a wrong shape.
    static func decode<Value: Decodable>(_ type: Value.Type, from buffer: ByteBuffer) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode(type, from: buffer)
        } catch let error as DecodingError {
            throw Rejection(decoding: error)
        }
    }
}

extension Rejection {
    fileprivate init(decoding error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .unprocessable("A required member is missing.", at: context.codingPath + [key])
        case .valueNotFound(_, let context):
            self = .unprocessable("A required member is null.", at: context.codingPath)
        case .typeMismatch(_, let context):
            self = .unprocessable("A member has the wrong type.", at: context.codingPath)
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self = .unprocessable("A member has a value that is not allowed.", at: context.codingPath)
        case .dataCorrupted:
            self = Rejection(status: 400, code: .invalidBody, detail: "The body is not well-formed JSON.")
        @unknown default:
            self = Rejection(status: 400, code: .invalidBody, detail: "The body cannot be read.")
        }
    }

    /// 422: the body is well-formed and has the wrong shape.
    /// - Parameters:
    ///   - detail: One sentence for a person.
    ///   - path: Where in the body.
    private static func unprocessable(_ detail: String, at path: [any CodingKey]) -> Rejection {
        let field = path.reduce(into: "") { field, key in
            if let index = key.intValue {
                field += "[\(index)]"
            } else {
                field += field.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        return Rejection(status: 422, code: .unprocessable, detail: detail, field: field.isEmpty ? nil : field)
    }
}
