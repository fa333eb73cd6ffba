extension RSANumbers {
    /// Small primes at which keys of the broken generator show themselves; a sound key passes for one with a chance of about 2⁻²⁷.
    private static let witnesses: [UInt64] = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157]

    /// Whether the modulus is a power of 65537 modulo every witness, as products of that generator's primes are (CVE-2017-15361).
    var hasGuessablePrimes: Bool {
        Self.witnesses.allSatisfy { witness in
            let remainder = self.modulus.reduce(0) { ($0 << 8 | UInt64($1)) % witness }
            var power: UInt64 = 1
            for _ in 0..<witness {
                if power == remainder { return true }
                power = power * 65537 % witness
            }
            return false
        }
    }
}
