import Testing

@testable import Nexus

@Suite struct CORSPolicyTests {
    @Test(arguments: [
        ("https://app.example.com", true), ("https://APP.example.com", false), ("https://app.example.com:443", false),
        ("https://app.example.com:8443", false), ("http://app.example.com", false), ("https://app.example.com/", false),
        ("https://a.example.org", true), ("https://a.b.example.org", true), ("https://example.org", false),
        ("https://evilexample.org", false), ("https://a.example.org.evil.com", false), ("https://evil.com/.example.org", false),
        ("https://.example.org", false), ("https://a\u{300}.example.org", false), ("https://a.example.org:8443", false),
        ("http://localhost:3000", true), ("http://localhost", false), ("https://secure.net", true), ("null", false), ("", false),
        ("*", false), ("https://\(String(repeating: "a", count: 600)).example.org", false),
    ])
    func `An origin earns what the list says, to the letter`(origin: String, isAllowed: Bool) throws {
        let policy = try CORSPolicy(
            CORSConfig(
                origins: ["https://app.example.com", "https://*.example.org", "http://localhost:3000", "https://Secure.net:443"],
                allowCredentials: true))
        #expect(policy.grant(for: origin) == (isAllowed ? .origin(origin) : .nothing))
    }

    @Test(arguments: [
        "app.example.com", "https://", "https://app.example.com/", "https://app.example.com/path", "https://user@app.example.com",
        "https://app.example.com?", "https://*", "https://a.*.example.com", "https://*.*.com", "https://app example.com", "null", "",
        "https://app.example.com:0", "https://app.example.com:99999", "https://app.example.com\r\nX: y",
    ])
    func `What is not an origin is refused at start`(origin: String) {
        #expect(throws: NexusError.self) { try CORSPolicy(CORSConfig(origins: [origin])) }
    }

    @Test func `Credentials and wildcards exclude each other`() {
        #expect(throws: NexusError.self) { try CORSPolicy(CORSConfig(origins: ["*"], allowCredentials: true)) }
        for wildcard in [["*"], ["Authorization", "*"]] {
            #expect(throws: NexusError.self) {
                try CORSPolicy(CORSConfig(origins: ["https://a.b"], allowCredentials: true, allowMethods: wildcard))
            }
            #expect(throws: NexusError.self) {
                try CORSPolicy(CORSConfig(origins: ["https://a.b"], allowCredentials: true, allowHeaders: wildcard))
            }
            #expect(throws: NexusError.self) {
                try CORSPolicy(CORSConfig(origins: ["https://a.b"], allowCredentials: true, exposeHeaders: wildcard))
            }
        }
        #expect(throws: Never.self) { try CORSPolicy(CORSConfig(origins: ["https://a.b"], allowHeaders: ["*"])) }
    }

    @Test(arguments: ["X-A: 1", "X A", "", "X\r\nY"])
    func `What is not the name of a field is refused at start`(name: String) {
        #expect(throws: NexusError.self) { try CORSPolicy(CORSConfig(origins: ["*"], allowHeaders: [name])) }
        #expect(throws: NexusError.self) { try CORSPolicy(CORSConfig(origins: ["*"], allowMethods: [name])) }
        #expect(throws: NexusError.self) { try CORSPolicy(CORSConfig(origins: ["*"], maxAge: -1)) }
    }

    @Test(
        arguments: [
            ("Origin", "Accept", "Origin, Accept"), ("Origin", "origin, Accept", "Origin, Accept"), ("Origin", "*", "*"),
            (nil, "Accept", "Accept"), ("Origin", " Accept ,, Accept ", "Origin, Accept"),
        ] as [(String?, String, String)])
    func `Vary names each field once`(edge: String?, own: String, merged: String) {
        #expect(VaryField.merged(edge, own) == merged)
    }
}
