internal import NexusCore

extension KeyRing {
    /// How much a key set may hold.
    package struct Limits: Sendable, Hashable {
        /// Bytes of the whole set.
        package var maximumBytes: Int
        /// Keys of the set, skipped ones included.
        package var maximumKeys: Int

        /// Creates limits.
        package init(maximumBytes: Int = 262_144, maximumKeys: Int = 100) {
            self.maximumBytes = maximumBytes
            self.maximumKeys = maximumKeys
        }
    }

    /// Reads a JSON Web Key Set (RFC 7517 §5). A key that is foreign, malformed or weak is left out; the others count.
    /// - Parameters:
    ///   - jwks: The set's bytes.
    ///   - allowed: The configuration's allow-list.
    ///   - limits: How much it may hold.
    /// - Throws: ``KeyError`` when it is no key set, or holds too much. A set without one usable key is not an error here.
    package init(jwks: [UInt8], allowed: AlgorithmSet, limits: Limits = Limits()) throws(KeyError) {
        guard jwks.count <= limits.maximumBytes else { throw KeyError("the key set has more than \(limits.maximumBytes) bytes") }
        let members: JSONObject
        do {
            members = try JSONParser.parseObject(jwks, limits: JSONParser.Limits(maximumBytes: limits.maximumBytes, maximumDepth: 16))
        } catch {
            throw KeyError("the key set is not JSON: \(error)")
        }
        guard case .array(let elements) = members["keys"] else { throw KeyError("the key set has no array 'keys'") }
        guard elements.isEmpty || elements.contains(where: { $0.objectValue != nil }) else { throw KeyError("the key set holds no keys") }
        guard elements.count <= limits.maximumKeys else { throw KeyError("the key set has more than \(limits.maximumKeys) keys") }

        var published: [PublishedKey] = []
        var skipped: [SkippedKey] = []
        for (index, element) in elements.enumerated() {
            do throws(KeyError) {
                guard case .object(let members) = element else { throw KeyError("not an object") }
                published.append(PublishedKey(index: index, jwk: try JSONWebKey(members), allowed: allowed))
            } catch {
                skipped.append(SkippedKey(index: index, keyID: element.objectValue?["kid"]?.stringValue, reason: error.description))
            }
        }
        let hasPublicKeys = published.contains { (try? $0.key.get())?.isShared == false }
        var keys: [VerificationKey] = []
        for one in published {
            do throws(KeyError) {
                let key = try one.key.get()
                guard !key.isShared || !hasPublicKeys else { throw KeyError("a shared secret among public keys") }
                guard !published.contains(where: one.isConfusable) else { throw KeyError("another key of this kind has the same kid") }
                keys.append(key)
            } catch {
                skipped.append(SkippedKey(index: one.index, keyID: one.jwk.keyID, reason: error.description))
            }
        }
        self.init(published: keys, skipped: skipped.sorted { $0.index < $1.index })
    }
}
