extension JSONParser {
    /// Recognises the numbers of RFC 8259 §6.
    struct NumberScanner {
        /// The offset behind the number.
        let end: Int
        /// The value, if it has neither fraction nor exponent and fits 64 bits.
        let integer: Int64?

        /// Scans one number.
        /// - Returns: Where it ends, or nothing when it is malformed.
        static func scan(_ bytes: [UInt8], from start: Int) -> NumberScanner? {
            var index = start
            let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
            if isNegative { index += 1 }
            let firstDigit = index
            var integer: Int64? = 0
            while let digit = self.digit(bytes, index) {
                integer = integer.flatMap { self.appending(digit, to: $0, isNegative: isNegative) }
                index += 1
            }
            guard index > firstDigit, bytes[firstDigit] != UInt8(ascii: "0") || index == firstDigit + 1 else { return nil }
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                integer = nil
                guard let end = self.digits(bytes, from: index + 1) else { return nil }
                index = end
            }
            if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
                integer = nil
                index += 1
                if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
                guard let end = self.digits(bytes, from: index) else { return nil }
                index = end
            }
            return NumberScanner(end: index, integer: integer)
        }

        private static func digit(_ bytes: [UInt8], _ index: Int) -> Int64? {
            guard index < bytes.count, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") else { return nil }
            return Int64(bytes[index] - UInt8(ascii: "0"))
        }

        private static func digits(_ bytes: [UInt8], from start: Int) -> Int? {
            var index = start
            while self.digit(bytes, index) != nil { index += 1 }
            return index > start ? index : nil
        }

        private static func appending(_ digit: Int64, to value: Int64, isNegative: Bool) -> Int64? {
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) =
                isNegative ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
            return overflow || sumOverflow ? nil : sum
        }
    }
}
