/// Percent-decoding (RFC 3986 §2.1) that never fails: what is not an escape stands for itself.
enum PercentDecoder {
    /// Decodes once.
    /// - Parameter plusIsSpace: Whether `+` stands for a space, as in forms and queries.
    static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
        let input = Array(bytes)
        var output: [UInt8] = []
        output.reserveCapacity(input.count)
        var index = 0
        while index < input.count {
            let byte = input[index]
            if byte == UInt8(ascii: "%"), index + 2 < input.count, let high = input[index + 1].hexValue, let low = input[index + 2].hexValue
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return output
    }

    /// Decodes until nothing is left to decode, at most three times: a name that is escaped twice is still the same name.
    static func decodeFully(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
        var current = self.decode(bytes, plusIsSpace: plusIsSpace)
        for _ in 0..<2 where current.contains(UInt8(ascii: "%")) { current = self.decode(current) }
        return current
    }
}
