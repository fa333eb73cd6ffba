internal import NexusCore

extension IssuerPlan {
    /// The options that say where keys come from and what they may do.
    struct Material: Sendable {
        let secret: Secret?
        let publicKey: Secret?
        let jwksURL: String?
        let discovery: Bool
        let algorithms: [JWTAlgorithm]

        /// Reads the keys, or finds where they are published. An algorithm without a key, and a key without an algorithm, are errors.
        func keys(option: String, issuer: AcceptedValues?) throws(JWTConfigError) -> Keys {
            let allowed = AlgorithmSet(self.algorithms)
            let symmetric = allowed.intersection(.hmac)
            let asymmetric = allowed.intersection(.asymmetric)
            if let first = symmetric.algorithms.first, self.secret == nil {
                throw JWTConfigError("\(option).secret", "\(first) needs a secret of at least \(VerificationKey.minimumSecretLength) bytes")
            }
            if let first = asymmetric.algorithms.first, self.publicKey == nil, self.jwksURL == nil, !self.discovery {
                throw JWTConfigError("\(option).public_key", "\(first) needs public_key or jwks_url")
            }
            if self.secret != nil, symmetric.isEmpty {
                throw JWTConfigError("\(option).secret", "has no effect: \(Self.list(allowed)) needs no secret")
            }
            if asymmetric.isEmpty {
                for (name, isSet) in [
                    ("public_key", self.publicKey != nil), ("jwks_url", self.jwksURL != nil), ("discovery", self.discovery),
                ]
                where isSet { throw JWTConfigError("\(option).\(name)", "has no effect: \(Self.list(allowed)) needs a secret") }
            }
            guard [self.publicKey != nil, self.jwksURL != nil, self.discovery].count(where: { $0 }) <= 1 else {
                throw JWTConfigError("\(option).public_key", "give one of public_key, jwks_url and discovery")
            }
            if let location = try self.location(option: option, issuer: issuer) {
                guard self.secret == nil else {
                    throw JWTConfigError("\(option).secret", "cannot stand beside published keys; use two entries of jwt.issuers")
                }
                return .published(location)
            }
            var keys: [VerificationKey] = []
            if let secret = self.secret { keys.append(try self.sharedKey(secret, allowed: allowed, option: option)) }
            if let publicKey = self.publicKey { keys.append(try self.publicKey(publicKey, allowed: asymmetric, option: option)) }
            return .configured(KeyRing(configured: keys))
        }

        private func location(option: String, issuer: AcceptedValues?) throws(JWTConfigError) -> KeySetLocation? {
            if let url = self.jwksURL {
                try Self.check(url, option: "\(option).jwks_url")
                return .url(url)
            }
            guard self.discovery else { return nil }
            guard let names = issuer?.values, names.count == 1 else {
                throw JWTConfigError("\(option).discovery", "needs exactly one issuer, whose metadata it reads")
            }
            try Self.check(names[0], option: "\(option).issuer")
            return .discovery(issuer: names[0])
        }

        private func sharedKey(_ secret: Secret, allowed: AlgorithmSet, option: String) throws(JWTConfigError) -> VerificationKey {
            let bytes = try Self.resolve(secret, option: "\(option).secret")
            do throws(KeyError) {
                return try VerificationKey(secret: bytes, allowed: allowed)
            } catch {
                throw JWTConfigError("\(option).secret", error.description)
            }
        }

        private func publicKey(_ pem: Secret, allowed: AlgorithmSet, option: String) throws(JWTConfigError) -> VerificationKey {
            let bytes = try Self.resolve(pem, option: "\(option).public_key")
            let key: VerificationKey
            do throws(KeyError) {
                key = try VerificationKey(pem: bytes, allowed: allowed)
            } catch {
                throw JWTConfigError("\(option).public_key", error.description)
            }
            guard key.algorithms == allowed else {
                throw JWTConfigError("\(option).algorithms", "the public key cannot do \(Self.list(allowed.subtracting(key.algorithms)))")
            }
            return key
        }

        private static func resolve(_ secret: Secret, option: String) throws(JWTConfigError) -> [UInt8] {
            do throws(SecretError) {
                return try secret.resolve()
            } catch {
                throw JWTConfigError(option, error.description)
            }
        }

        private static func check(_ url: String, option: String) throws(JWTConfigError) {
            do throws(KeySetError) {
                _ = try KeySetURL(url)
            } catch {
                throw JWTConfigError(option, error.detail)
            }
        }

        private static func list(_ algorithms: AlgorithmSet) -> String {
            algorithms.algorithms.map(\.name).joined(separator: ", ")
        }
    }
}
