import Foundation
import NIOSSL
import NexusAuth
import Testing

@testable import NexusRedis

extension RealRedisTests {
    /// Passwords, ACL users, databases and TLS.
    @Suite struct AccessTests {
        static let rule = LimitRule(name: "default", requestsPerMinute: 10, burstSize: 0)

        @Test func password() async throws {
            try await RedisServer.run(["--requirepass", "p@ss w/rd"]) { server in
                var configuration = RedisConfiguration(url: try RedisURL(parsing: "redis://:p%40ss%20w%2Frd@127.0.0.1:\(server.port)/3"))
                configuration.commandTimeout = .seconds(10)
                configuration.connections = 1
                try await withClient(configuration) { redis in
                    #expect(try await RedisRateLimitStore(executor: redis).take(key: "k", rule: Self.rule).remaining == 9)
                    #expect(try await redis.send(["EXISTS", "nexus:rl:k"]) == .integer(1))
                    guard case .bulk(let info) = try await redis.send(["CLIENT", "INFO"]) else { throw TestFailure("no CLIENT INFO") }
                    #expect(String(decoding: info, as: UTF8.self).contains(" db=3 "))
                }
            }
        }

        @Test(arguments: ["redis://127.0.0.1", "redis://:wrong@127.0.0.1", "redis://nobody:secret@127.0.0.1"])
        func wrongPasswordNeverServes(text: String) async throws {
            try await RedisServer.run(["--requirepass", "secret"]) { server in
                var url = try RedisURL(parsing: text)
                url.port = server.port
                try await withClient(RedisConfiguration(url: url), waits: false) { redis in
                    try await Task.sleep(for: .milliseconds(300))
                    #expect(!redis.isAvailable)
                    await #expect(throws: RedisError.self) { try await redis.send(["PING"]) }
                }
            }
        }

        @Test func anACLUserWithNothingButTheLimits() async throws {
            let commands = ["+eval", "+evalsha", "+script|load", "+ping", "+time", "+get", "+set"]
            try await RedisServer.run(["--user", "limiter", "on", ">hunter2", "~nexus:rl:*"] + commands) { server in
                var configuration = RedisConfiguration(url: try RedisURL(parsing: "redis://limiter:hunter2@127.0.0.1:\(server.port)"))
                configuration.commandTimeout = .seconds(10)
                configuration.clientName = "nexus"
                try await withClient(configuration) { redis in
                    let decision = try await RedisRateLimitStore(executor: redis).take(key: "k", rule: Self.rule)
                    #expect(decision.isAllowed)
                    let reply = try await redis.send(["GET", "other"])
                    #expect(reply.errorCode == "NOPERM")
                    let outside = RedisRateLimitStore(executor: redis, prefix: "other:")
                    await #expect(throws: RedisError.self) { try await outside.take(key: "k", rule: Self.rule) }
                }
            }
        }

        @Test(.enabled(if: RedisServer.path(of: "openssl") != nil, "openssl is not on the PATH"))
        func tls() async throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-redis-tls-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try Self.makeCertificate(in: folder)
            let tlsPort = try RedisServer.freePort()
            let arguments = [
                "--tls-port", "\(tlsPort)", "--tls-cert-file", "\(folder)/cert.pem", "--tls-key-file", "\(folder)/key.pem",
                "--tls-ca-cert-file", "\(folder)/cert.pem", "--tls-auth-clients", "no",
            ]
            try await RedisServer.run(arguments) { server in
                var trusting = RedisConfiguration(url: try RedisURL(parsing: "rediss://localhost:\(tlsPort)"))
                trusting.commandTimeout = .seconds(10)
                trusting.tls?.trustRoots = .file("\(folder)/cert.pem")
                try await withClient(trusting) { redis in
                    let decision = try await RedisRateLimitStore(executor: redis).take(key: "k", rule: Self.rule)
                    #expect(decision.isAllowed)
                }
                var strange = RedisConfiguration(url: try RedisURL(parsing: "rediss://localhost:\(tlsPort)"))
                strange.backoff = ReconnectBackoff(minimum: .milliseconds(5), maximum: .milliseconds(10))
                try await withClient(strange, waits: false) { redis in
                    try await Task.sleep(for: .milliseconds(500))
                    #expect(!redis.isAvailable, "a certificate that nobody vouches for is refused")
                }
                var wrongName = trusting
                wrongName.url.host = "127.0.0.1"
                try await withClient(wrongName, waits: false) { redis in
                    try await Task.sleep(for: .milliseconds(500))
                    #expect(!redis.isAvailable, "the certificate of another name is refused")
                }
            }
        }

        private static func makeCertificate(in folder: String) throws {
            guard let openssl = RedisServer.path(of: "openssl") else { throw TestFailure("openssl is not installed") }
            let words = [
                openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-batch",
                "-keyout", "\(folder)/key.pem", "-out", "\(folder)/cert.pem", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost",
            ]
            let pid = try RedisServer.spawn(words)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            guard status == 0 else { throw TestFailure("openssl made no certificate") }
        }
    }
}
