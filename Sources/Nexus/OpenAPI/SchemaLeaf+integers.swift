internal import NexusCore

extension SchemaLeaf where Self: FixedWidthInteger {
    static var leafSchema: JSONObject {
        var schema: JSONObject = ["type": "integer"]
        if Self.bitWidth == 32 || Self.bitWidth == 64, Self.isSigned { schema["format"] = .string("int\(Self.bitWidth)") }
        schema["minimum"] = Int64(exactly: Self.min).map(JSONValue.integer)
        if let maximum = Int64(exactly: Self.max) {
            schema["maximum"] = .integer(maximum)
        } else if !Self.isSigned {
            // The power of two is exact as a double; the maximum below it would be rounded.
            schema["exclusiveMaximum"] = .number(Double(sign: .plus, exponent: Self.bitWidth, significand: 1))
        }
        return schema
    }

    static var placeholder: Self { 0 }
}

extension Int: SchemaLeaf {}
extension Int8: SchemaLeaf {}
extension Int16: SchemaLeaf {}
extension Int32: SchemaLeaf {}
extension Int64: SchemaLeaf {}
extension Int128: SchemaLeaf {}
extension UInt: SchemaLeaf {}
extension UInt8: SchemaLeaf {}
extension UInt16: SchemaLeaf {}
extension UInt32: SchemaLeaf {}
extension UInt64: SchemaLeaf {}
extension UInt128: SchemaLeaf {}
