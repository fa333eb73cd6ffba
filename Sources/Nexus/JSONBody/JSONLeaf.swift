import Foundation
import NexusCore

/// A value that JSON writes in one piece, also where its type would encode itself as something else.
enum JSONLeaf {
    case string(String)
    /// Digits as they stand in JSON.
    case number(String)
    case strings([String])

    /// Recognises a value.
    /// - Returns: Nothing for a value that encodes itself.
    /// - Throws: `EncodingError` for a number that JSON cannot express.
    init?<Value: Encodable>(_ value: Value, under parent: JSONFrame?, at key: (any CodingKey)?) throws {
        // Comparing types costs a comparison of pointers; a cast costs a look-up, and is left to the one that will succeed.
        if Value.self == String.self, let string = value as? String {
            self = .string(string)
        } else if Value.self == [String].self, let strings = value as? [String] {
            self = .strings(strings)
        } else if Value.self == Date.self, let date = value as? Date {
            self = .string(date.ISO8601Format())
        } else if Value.self == URL.self, let url = value as? URL {
            self = .string(url.absoluteString)
        } else if Value.self == Data.self, let data = value as? Data {
            self = .string(data.base64EncodedString())
        } else if Value.self == Decimal.self, let decimal = value as? Decimal {
            guard decimal.isFinite else { throw EncodingError.notANumber(value, under: parent, at: key) }
            self = .number(decimal.description)
        } else {
            return nil
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .string(let string): writer.value(string)
        case .number(let digits): writer.raw(digits.utf8)
        case .strings(let strings):
            writer.beginArray()
            for string in strings { writer.value(string) }
            writer.endArray()
        }
    }
}

extension EncodingError {
    /// JSON has no spelling for infinity and for what is not a number (RFC 8259 §6).
    static func notANumber(_ value: Any, under parent: JSONFrame?, at key: (any CodingKey)?) -> EncodingError {
        let path = (parent?.codingPath ?? []) + (key.map { [$0] } ?? [])
        return .invalidValue(value, Context(codingPath: path, debugDescription: "JSON has no spelling for \(value)."))
    }
}
