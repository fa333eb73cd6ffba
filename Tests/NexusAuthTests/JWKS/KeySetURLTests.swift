import NexusAuth
import Testing

@Suite struct KeySetURLTests {
    @Test(arguments: [
        ("https://example.com/jwks.json", "https://example.com:443", "/jwks.json"),
        ("HTTPS://Example.COM", "https://example.com:443", "/"),
        ("https://example.com:8443?kid=1", "https://example.com:8443", "/?kid=1"),
        ("https://[2001:db8::1]:444/a", "https://[2001:db8::1]:444", "/a"),
        ("https://10.0.0.7/realms/main", "https://10.0.0.7:443", "/realms/main"),
        ("http://127.0.0.1:8080/k", "http://127.0.0.1:8080", "/k"),
        ("http://127.9.9.9/k", "http://127.9.9.9:80", "/k"),
        ("http://localhost/k", "http://localhost:80", "/k"),
        ("http://[::1]:1/k", "http://[::1]:1", "/k"),
    ])
    func keysComeOverTLSOrFromThisMachine(text: String, origin: String, target: String) throws {
        let url = try KeySetURL(text)
        #expect(url.origin == origin)
        #expect(url.target == target)
        #expect(url.text == text)
    }

    @Test(arguments: [
        "", "https://", "https:///k", "example.com/k", "//example.com/k", "/k", "ftp://example.com/k", "file:///etc/passwd", "data:,x",
        "http://example.com/k", "http://localhost.example.com/k", "http://127.0.0.1.example.com/", "http://10.0.0.1/k", "http://[::2]/k",
        "http://0.0.0.0/k", "http://2130706433/k", "http://0x7f.1/k", "http://[::ffff:10.0.0.1]/k",
        "https://user@example.com/k", "https://user:pass@example.com/k", "http://127.0.0.1@example.com/k",
        "http://localhost\\@example.com/k",
        "https://example.com/k#fragment", "https://example.com/a b", "https://example.com/\r\nHost: x", "https://exämple.com/k",
        "https://example.com:0/k", "https://example.com:65536/k", "https://example.com:+1/k", "https://example.com:/k",
        "https://example.com:x/k",
        "https://[::1/k", "https://[example.com]/k", "https://[::1]x/k", "https://exa%6dple.com/k",
        "https://169.254.169.254/latest/meta-data", "https://[fe80::1]/k", "https://[::ffff:169.254.169.254]/k",
    ])
    func otherLocationsAreRefused(text: String) {
        #expect(throws: KeySetError.self) { try KeySetURL(text) }
    }

    @Test func longOnesAreRefused() throws {
        let base = "https://example.com/"
        _ = try KeySetURL(base + String(repeating: "a", count: 2048 - base.utf8.count))
        #expect(throws: KeySetError.self) { try KeySetURL(base + String(repeating: "a", count: 2049 - base.utf8.count)) }
    }

    @Test func whateverIsReadKeepsTheRules() {
        var random = KeySetFuzzRandom(seed: 2)
        let pieces = [":", "/", "@", "[", "]", "::1", "127.0.0.1", "localhost", "example.com", "?", "#", "%", "80", "65536", ".", "\\"]
        var accepted = 0
        for _ in 0..<10_000 {
            let scheme = ["https://", "http://", "http:", "ftp://"].randomElement(using: &random) ?? ""
            let text = String(decoding: Array(scheme.utf8) + random.text(from: pieces, length: 5), as: UTF8.self)
            guard let url = try? KeySetURL(text) else { continue }
            accepted += 1
            #expect(url.origin.hasPrefix("https://") || url.isLoopback)
            #expect(!url.text.contains("@") && !url.text.contains("#") && url.target.hasPrefix("/"))
        }
        #expect(accepted > 100)
    }
}
