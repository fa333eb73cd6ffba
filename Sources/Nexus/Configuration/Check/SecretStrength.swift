/// How hard a shared secret is to guess, as far as its bytes show.
enum SecretStrength {
    /// Fewest bits by the estimate; 32 random hexadecimal digits have about 120.
    static let minimumBits = 100.0

    /// Words of secrets that were never meant to stay.
    private static let placeholders = [
        "secret", "password", "changeme", "change-me", "change_me", "example", "12345678", "qwerty", "your-",
    ]

    /// Why a secret is weak, or nothing.
    static func weakness(of bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if let word = self.placeholders.first(where: text.contains) { return "contains \"\(word)\" and looks like a placeholder" }
        if self.isRepetition(bytes) { return "repeats one short piece" }
        return self.bits(bytes) < self.minimumBits ? "has little randomness" : nil
    }

    /// The bytes' entropy by their own frequencies (Shannon), times their number.
    private static func bits(_ bytes: [UInt8]) -> Double {
        var counts = [Int](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        // The sum over n/total · log2(total/n) by the integer part of the logarithm and a linear rest: no library needed, good to 9 %.
        let total = Double(bytes.count)
        return counts.filter { $0 > 0 }.reduce(0) { $0 + Double($1) * Self.log2(total / Double($1)) }
    }

    private static func log2(_ value: Double) -> Double { Double(value.exponent) + (value.significand - 1) }

    private static func isRepetition(_ bytes: [UInt8]) -> Bool {
        (1...8).contains { period in
            bytes.count >= 3 * period && bytes.indices.dropFirst(period).allSatisfy { bytes[$0] == bytes[$0 - period] }
        }
    }
}
