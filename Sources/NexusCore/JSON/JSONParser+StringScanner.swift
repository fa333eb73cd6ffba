extension JSONParser {
    /// Reads strings (RFC 8259 §7).
    struct StringScanner {
        /// The string without its escapes.
        let text: String
        /// The offset behind the closing quote.
        let end: Int

        private init(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(JSONParsingError) {
            do {
                self.text = String(copying: try UTF8Span(validating: bytes))
            } catch {
                throw JSONParsingError(.invalidUTF8, at: start)
            }
            self.end = end
        }

        /// Scans one string.
        /// - Parameter start: The offset behind the opening quote.
        static func scan(_ bytes: [UInt8], from start: Int) throws(JSONParsingError) -> StringScanner {
            let span = bytes.span
            var index = start
            while index < span.count {
                switch span[index] {
                case UInt8(ascii: "\""): return try StringScanner(span.extracting(start..<index), from: start, to: index + 1)
                case UInt8(ascii: "\\"): return try self.unescape(bytes, from: start)
                case 0..<0x20: throw JSONParsingError(.malformedString, at: index)
                default: index += 1
                }
            }
            throw JSONParsingError(.unexpectedEnd, at: index)
        }

        private static func unescape(_ bytes: [UInt8], from start: Int) throws(JSONParsingError) -> StringScanner {
            var result: [UInt8] = []
            var index = start
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "\""): return try StringScanner(result.span, from: start, to: index + 1)
                case UInt8(ascii: "\\"):
                    let scalar = try self.escape(bytes, &index)
                    result.append(contentsOf: UTF8.encode(scalar) ?? .encodedReplacementCharacter)
                case 0..<0x20: throw JSONParsingError(.malformedString, at: index)
                case let byte:
                    result.append(byte)
                    index += 1
                }
            }
            throw JSONParsingError(.unexpectedEnd, at: index)
        }

        private static func escape(_ bytes: [UInt8], _ index: inout Int) throws(JSONParsingError) -> Unicode.Scalar {
            let start = index
            guard start + 1 < bytes.count else { throw JSONParsingError(.unexpectedEnd, at: bytes.count) }
            index += 2
            switch bytes[start + 1] {
            case UInt8(ascii: "\""): return "\""
            case UInt8(ascii: "\\"): return "\\"
            case UInt8(ascii: "/"): return "/"
            case UInt8(ascii: "b"): return "\u{08}"
            case UInt8(ascii: "f"): return "\u{0C}"
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "u"):
                let unit = try self.codeUnit(bytes, &index)
                guard unit & 0xF800 == 0xD800 else {
                    guard let scalar = Unicode.Scalar(unit) else { throw JSONParsingError(.malformedString, at: start) }
                    return scalar
                }
                guard unit < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
                else { throw JSONParsingError(.malformedString, at: start) }
                index += 2
                let low = try self.codeUnit(bytes, &index)
                let value = 0x10000 + (UInt32(unit & 0x3FF) << 10) + UInt32(low & 0x3FF)
                guard low & 0xFC00 == 0xDC00, let scalar = Unicode.Scalar(value) else {
                    throw JSONParsingError(.malformedString, at: start)
                }
                return scalar
            default: throw JSONParsingError(.malformedString, at: start)
            }
        }

        private static func codeUnit(_ bytes: [UInt8], _ index: inout Int) throws(JSONParsingError) -> UInt16 {
            guard index + 4 <= bytes.count else { throw JSONParsingError(.unexpectedEnd, at: bytes.count) }
            var unit: UInt16 = 0
            for _ in 0..<4 {
                let digit: UInt8
                switch bytes[index] {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[index] - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[index] - UInt8(ascii: "a") + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[index] - UInt8(ascii: "A") + 10
                default: throw JSONParsingError(.malformedString, at: index)
                }
                unit = unit << 4 | UInt16(digit)
                index += 1
            }
            return unit
        }
    }
}
