import NexusAuth
import Testing

@Suite struct PublishedKeySetTests {
    @Test(arguments: PublishedKeySet.all)
    func keysAreReadAsTheyArePublished(set: PublishedKeySet) throws {
        let ring = try KeyRing(jwks: Array(set.json.utf8), allowed: .asymmetric)
        #expect(ring.keys.map(\.keyID) == set.usable)
        #expect(ring.skipped.count == set.skipped)
        #expect(try ring.verifies(set.token))
    }

    @Test(arguments: PublishedKeySet.all)
    func oneProvidersTokensAreNotAnothers(set: PublishedKeySet) throws {
        for other in PublishedKeySet.all where other.name != set.name {
            let ring = try KeyRing(jwks: Array(other.json.utf8), allowed: .asymmetric)
            #expect(try !ring.verifies(set.token))
        }
    }
}
