/// Modulus and public exponent of an RSA key in network order without leading zeros, within sane bounds.
struct RSANumbers: Sendable {
    let modulus: [UInt8]
    let exponent: [UInt8]

    /// Checks the numbers.
    /// - Throws: ``KeyError`` when the modulus has fewer than 2048 or more than 8192 bits or is even, or the exponent is not an odd
    ///   number from 3 to 2³² - 1, or the primes come from a generator known to be broken.
    init(modulus: some Sequence<UInt8>, exponent: some Sequence<UInt8>) throws(KeyError) {
        self.modulus = Array(modulus.drop { $0 == 0 })
        self.exponent = Array(exponent.drop { $0 == 0 })
        let bits = self.modulus.count * 8 - (self.modulus.first?.leadingZeroBitCount ?? 0)
        guard VerificationKey.rsaModulusBits.contains(bits) else {
            throw KeyError("an RSA key needs 2048 to 8192 bits; this one has \(bits)")
        }
        guard let low = self.modulus.last, low & 1 == 1 else { throw KeyError("the RSA modulus is even") }
        guard self.exponent.count <= 4, let last = self.exponent.last, last & 1 == 1, self.exponent != [1] else {
            throw KeyError("the RSA exponent is not an odd number from 3 to 4294967295")
        }
        guard !self.hasGuessablePrimes else {
            throw KeyError("the RSA key was made by a generator whose keys can be factored (CVE-2017-15361)")
        }
    }
}
