import NexusAuth
import Testing

@Suite struct ProviderMetadataTests {
    private func code(of document: String, issuer: String = "https://example.com") -> KeySetError.Code? {
        do {
            _ = try ProviderMetadata(Array(document.utf8), issuer: issuer)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: [
        ("https://example.com", "https://example.com/.well-known/openid-configuration"),
        ("https://example.com/", "https://example.com/.well-known/openid-configuration"),
        ("https://example.com/realms/main", "https://example.com/realms/main/.well-known/openid-configuration"),
        ("https://example.com/realms/main/", "https://example.com/realms/main/.well-known/openid-configuration"),
    ])
    func theIssuerSaysWhereItsMetadataIs(issuer: String, url: String) throws {
        #expect(try ProviderMetadata.url(ofIssuer: issuer).text == url)
    }

    @Test(arguments: ["", "example.com", "http://example.com", "https://example.com?x=1", "https://example.com#x"])
    func otherIssuersHaveNone(issuer: String) {
        #expect(throws: KeySetError.self) { try ProviderMetadata.url(ofIssuer: issuer) }
    }

    @Test func theKeySetIsFound() throws {
        let document = #"{"issuer":"https://example.com","jwks_uri":"https://keys.example.net/jwks","claims_supported":["sub"]}"#
        #expect(try ProviderMetadata(Array(document.utf8), issuer: "https://example.com").keySetURL.text == "https://keys.example.net/jwks")
    }

    @Test(arguments: [
        "https://example.com/", "https://Example.com", "https://example.com:443", "https://example.co", "https://evil.example",
    ])
    func theIssuerMustBeTheSameCharacterByCharacter(issuer: String) {
        let document = #"{"issuer":"\#(issuer)","jwks_uri":"https://example.com/jwks"}"#
        #expect(self.code(of: document) == .issuerMismatch)
    }

    @Test func unicodeEquivalenceIsNotEquality() {
        let document = "{\"issuer\":\"https://example.com/caf\u{E9}\",\"jwks_uri\":\"https://example.com/jwks\"}"
        #expect(self.code(of: document, issuer: "https://example.com/cafe\u{301}") == .issuerMismatch)
    }

    @Test(arguments: [
        ("", KeySetError.Code.malformed), ("<html></html>", .malformed), ("[]", .malformed), ("{}", .malformed),
        (#"{"issuer":7,"jwks_uri":"https://example.com/jwks"}"#, .malformed),
        (#"{"issuer":"https://example.com"}"#, .malformed),
        (#"{"issuer":"https://example.com","jwks_uri":["https://example.com/jwks"]}"#, .malformed),
        (#"{"issuer":"https://evil.example","issuer":"https://example.com","jwks_uri":"https://example.com/jwks"}"#, .malformed),
        (#"{"issuer":"https://example.com","jwks_uri":"http://example.com/jwks"}"#, .badLocation),
        (#"{"issuer":"https://example.com","jwks_uri":"http://127.0.0.1/jwks"}"#, .badLocation),
        (#"{"issuer":"https://example.com","jwks_uri":"https://localhost/jwks"}"#, .badLocation),
        (#"{"issuer":"https://example.com","jwks_uri":"https://169.254.169.254/jwks"}"#, .badLocation),
        (#"{"issuer":"https://example.com","jwks_uri":"/jwks"}"#, .badLocation),
        (#"{"issuer":"https://example.com","jwks_uri":"file:///etc/passwd"}"#, .badLocation),
    ])
    func whatPointsElsewhereIsRefused(document: String, code: KeySetError.Code) {
        #expect(self.code(of: document) == code)
    }

    @Test func theLoopbackMayPointToItself() {
        let document = #"{"issuer":"http://127.0.0.1:80","jwks_uri":"http://127.0.0.1:80/jwks"}"#
        #expect(self.code(of: document, issuer: "http://127.0.0.1:80") == nil)
    }

    @Test func noDocumentMakesItTrapOrAcceptAnotherIssuer() {
        var random = KeySetFuzzRandom(seed: 3)
        let good = Array(#"{"issuer":"https://example.com","jwks_uri":"https://example.com/jwks","x":[1,{"y":null}]}"#.utf8)
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"issuer\"", "\"jwks_uri\"", "\"https://example.com\"", "\"", "\\u0000", "1e999", "null",
        ]
        var accepted = 0
        for round in 0..<5000 {
            let bytes = round.isMultiple(of: 2) ? random.mutated(good) : random.text(from: pieces, length: 20)
            guard let metadata = try? ProviderMetadata(bytes, issuer: "https://example.com") else { continue }
            accepted += 1
            #expect(metadata.keySetURL.origin.hasPrefix("https://"))
            #expect(String(decoding: bytes, as: UTF8.self).contains("https://example.com"))
        }
        #expect(accepted > 10)
    }
}
