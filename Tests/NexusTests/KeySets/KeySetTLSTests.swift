import AsyncHTTPClient
import Nexus
import NexusAuth
import NexusCore
import Testing

/// Key sets over TLS, from a provider whose certificate no public authority signed.
@Suite(.timeLimit(.minutes(1))) struct KeySetTLSTests {
    /// Fetches the key set of a provider with its own certificate.
    /// - Parameters:
    ///   - name: The name in its certificate.
    ///   - trustsIt: Whether the client trusts the certificate, besides the system's.
    private func fetch(
        certifiedAs name: String = "localhost", document: [UInt8], trustsIt: Bool = false
    ) async throws -> Result<KeySetDocument, KeySetError>? {
        guard let certificate = try Certificate() else { return nil }
        defer { certificate.remove() }
        try certificate.renew(for: name)
        let server = try await SecureKeySetServer.start(serving: document, certificate: certificate)
        let client = HTTPClient(configuration: .keySets(authorities: trustsIt ? certificate.certificate : nil))
        let result: Result<KeySetDocument, KeySetError>
        do throws(KeySetError) {
            let url = try KeySetURL("https://localhost:\(server.port)/jwks.json")
            result = .success(try await HTTPKeySetFetcher(client: client).fetch(url))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        try await server.stop()
        return result
    }

    private static func keySet() throws -> [UInt8] {
        let key = try SigningKey.generate(for: .es256)
        var writer = JSONWriter()
        writer.value(["keys": .array([.object(try key.publicJWK(keyID: "key-1", algorithm: .es256))])])
        return writer.bytes
    }

    @Test func anUntrustedCertificateIsRefusedAndNamedAsTheCause() async throws {
        guard let result = try await self.fetch(document: Self.keySet()) else { return print("skipped: no openssl") }
        guard case .failure(let error) = result else {
            Issue.record("a certificate that nobody vouches for was accepted")
            return
        }
        #expect(error == KeySetError(.untrusted, "no authority that is trusted here vouches for the server's certificate"))
    }

    @Test func aTrustedCertificateLoadsTheKeys() async throws {
        let result = try await self.fetch(document: Self.keySet(), trustsIt: true)
        guard let result else { return print("skipped: no openssl") }
        let document = try result.get()
        #expect(document.maxAge == 60)
        #expect(try KeyRing(jwks: document.bytes, allowed: .asymmetric).keys.map(\.keyID) == ["key-1"])
    }

    @Test func aTrustedCertificateOfAnotherNameIsRefused() async throws {
        let result = try await self.fetch(certifiedAs: "keys.example", document: Self.keySet(), trustsIt: true)
        guard let result else { return print("skipped: no openssl") }
        guard case .failure(let error) = result else {
            Issue.record("a certificate of another name was accepted")
            return
        }
        #expect(error == KeySetError(.untrusted, "the server's certificate is for another name"))
    }
}

extension Certificate {
    /// Makes another key and certificate for one DNS name and no address: the client takes the address it reached for a name, too.
    fileprivate func renew(for name: String) throws {
        _ = try Tool.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", self.privateKey, "-out", self.certificate,
            ])
    }
}
