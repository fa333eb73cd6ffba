import NexusCore
import Testing

@testable import NexusRedis

@Suite struct RedisURLTests {
    @Test(arguments: [
        ("redis://localhost", RedisURL(host: "localhost")),
        ("redis://localhost/", RedisURL(host: "localhost")),
        ("REDIS://localhost:6380/3", RedisURL(host: "localhost", port: 6380, database: 3)),
        ("rediss://cache.example.com", RedisURL(host: "cache.example.com", isSecure: true)),
        ("redis://:s3cret@h:1", RedisURL(host: "h", port: 1, password: "s3cret")),
        ("redis://app:p%40ss%2Fw%3Ard@h", RedisURL(host: "h", username: "app", password: .bytes(Array("p@ss/w:rd".utf8)))),
        ("redis://app:p@ss:w@h/15", RedisURL(host: "h", username: "app", password: .bytes(Array("p@ss:w".utf8)), database: 15)),
        ("redis://u%20x:%ff@h", RedisURL(host: "h", username: "u x", password: .bytes([0xFF]))),
        ("redis://[::1]:7000/1", RedisURL(host: "::1", port: 7000, database: 1)),
        ("rediss://u:p@[2001:db8::1]", RedisURL(host: "2001:db8::1", isSecure: true, username: "u", password: "p")),
        ("redis://:@h", RedisURL(host: "h")),
    ])
    func reads(text: String, expected: RedisURL) throws {
        #expect(try RedisURL(parsing: text) == expected)
    }

    @Test(arguments: [
        "", "redis", "redis:/h", "http://:hunter2@h", "hunter2", "redis://", "redis:///0", "redis://:hunter2@", "redis://hunter2@h",
        "redis://u:@h", "redis://:hunter2@h:0", "redis://:hunter2@h:65536", "redis://:hunter2@h:port", "redis://:hunter2@h:",
        "redis://:hunter2/x@h", "redis://:hunter2@h/x", "redis://:hunter2@h/-1", "redis://:hunter2@h/70000", "redis://:hunter2%@h",
        "redis://:hunter2%4@h", "redis://:hunter2%zz@h", "redis://:hunter2?@h", "redis://:hunter2#@h", "redis://:hunter2@h?timeout=5",
        "redis://:hunter2@[::1", "redis://:hunter2@[host]", "redis://:hunter2@[::1]x", "redis://:hunter2@a b", "redis://:hunter2@a\r\nb",
        "redis://%ff:hunter2@h", "redis://:hunter2@hö", "redis://:hunter2@h/" + String(repeating: "1", count: 5000),
    ])
    func refusesWithoutRepeatingAnything(text: String) {
        let error = #expect(throws: RedisError.self) { try RedisURL(parsing: text) }
        #expect(error?.code == .invalidURL)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func survivesAnything() {
        var random = SeededRandom(seed: 3)
        let alphabet = Array("redis://@:[]%/?#a0.é \u{0}")
        for _ in 0..<50_000 {
            let text = String((0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "x" })
            _ = try? RedisURL(parsing: "redis://" + text)
            _ = try? RedisURL(parsing: text)
        }
    }

    @Test func describesItselfWithoutThePassword() throws {
        let url = try RedisURL(parsing: "rediss://app:hunter2@[::1]:7000/4")
        #expect(url.description == "rediss://[::1]:7000/4")
        #expect(!String(reflecting: url).contains("hunter2"))
        #expect(!"\(RedisConfiguration(url: url))".contains("hunter2"))
    }
}
