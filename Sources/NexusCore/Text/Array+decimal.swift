extension [UInt8] {
    /// Appends a number in decimal digits, without a string in between.
    package mutating func append(decimal number: Int64) {
        // Int64 has at most 19 digits and a sign.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            var rest = number.magnitude
            repeat {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
                rest = quotient
            } while rest > 0
            if number < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            self.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }
}
