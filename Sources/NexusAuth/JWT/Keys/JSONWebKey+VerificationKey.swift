internal import Crypto
internal import CryptoExtras
internal import NexusCore

extension JSONWebKey {
    /// Turns the published key into one that verifies.
    ///
    /// A key that names its algorithm can do only that one; one that does not can do what its family and the allow-list share.
    /// - Parameter allowed: The configuration's allow-list.
    /// - Throws: ``KeyError`` when the material is malformed or weak, of a foreign type, or fits no allowed algorithm.
    package func verificationKey(allowed: AlgorithmSet) throws(KeyError) -> VerificationKey {
        var allowed = allowed
        if let name = self.algorithm {
            guard let algorithm = JWTAlgorithm(name) else { throw KeyError("the key is for an algorithm that signs no tokens here") }
            allowed.formIntersection(AlgorithmSet([algorithm]))
        }
        if self.type == "oct" {
            let secret = try self.bytes("k")
            // RFC 7518 §3.2: a key at least as long as the hash.
            if secret.count < 64 { allowed.remove(AlgorithmSet([.hs512])) }
            if secret.count < 48 { allowed.remove(AlgorithmSet([.hs384])) }
            return try VerificationKey(secret: secret, allowed: allowed, keyID: self.keyID)
        }
        guard self.members["d"] == nil else { throw KeyError("the key set publishes a private key") }
        return try VerificationKey(try self.publicMaterial(), allowed: allowed, keyID: self.keyID)
    }

    private func publicMaterial() throws(KeyError) -> VerificationKey.Material {
        switch self.type {
        case "RSA":
            let numbers = try RSANumbers(modulus: try self.bytes("n"), exponent: try self.bytes("e"))
            guard let key = try? _RSA.Signing.PublicKey(n: numbers.modulus, e: numbers.exponent) else {
                throw KeyError("the numbers are no RSA key")
            }
            return .rsa(key, numbers)
        case "EC": return try self.ellipticMaterial()
        case "OKP":
            guard self.members["crv"] == .string("Ed25519") else { throw KeyError("the only curve of type OKP that signs here is Ed25519") }
            let x = try self.bytes("x")
            guard x.count == 32, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x) else {
                throw KeyError("x is no Ed25519 key")
            }
            return .ed25519(key)
        default: throw KeyError("a key type that signs no tokens here")
        }
    }

    private func ellipticMaterial() throws(KeyError) -> VerificationKey.Material {
        let point = (x: try self.bytes("x"), y: try self.bytes("y"))
        let raw = point.x + point.y
        func check(_ length: Int) throws(KeyError) {
            guard point.x.count == length, point.y.count == length else { throw KeyError("x and y need \(length) bytes each") }
        }
        switch self.members["crv"] {
        case .string("P-256"):
            try check(32)
            if let key = try? P256.Signing.PublicKey(rawRepresentation: raw) { return .p256(key) }
        case .string("P-384"):
            try check(48)
            if let key = try? P384.Signing.PublicKey(rawRepresentation: raw) { return .p384(key) }
        case .string("P-521"):
            try check(66)
            if let key = try? P521.Signing.PublicKey(rawRepresentation: raw) { return .p521(key) }
        default: throw KeyError("the curves of type EC that sign here are P-256, P-384 and P-521")
        }
        throw KeyError("x and y are no point of the curve")
    }
}
