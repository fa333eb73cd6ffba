import Foundation
import NexusTesting
import Testing

@testable import Nexus

/// TLS and HTTP/2, with the clients of the system: `curl` and `openssl`.
@Suite struct TLSTests {
    private static func edge(_ certificate: Certificate, _ configure: (inout NexusOptions) -> Void = { _ in }) throws -> EdgeApp {
        try EdgeApp {
            $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey)
            configure(&$0)
        }
    }

    private static func curl(_ server: TestServer, _ path: String, _ arguments: String...) async throws -> Tool.Output {
        let common = ["-sk", "-m", "20", "-w", "\n%{http_version} %{http_code}", "https://localhost:\(server.port)\(path)"]
        return try await Tool.runInBackground("curl", common + arguments)
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func `Requests, errors and early answers over TLS`(version: String) async throws {
        guard let certificate = try Certificate(), Tool.exists("curl") else { return print("skipped: no openssl or no curl") }
        defer { certificate.remove() }
        let large = certificate.folder.appendingPathComponent("large")
        try Data(repeating: 0x61, count: 20_000_000).write(to: large)
        let edge = try Self.edge(certificate)
        let number = version == "--http2" ? "2" : "1.1"
        try await TestServer.run(edge.app) { server in
            let hello = try await Self.curl(server, "/hello", version, "-D", "-")
            #expect(hello.out.hasSuffix("hello\n\(number) 200"), "\(hello)")
            #expect(hello.out.lowercased().contains("strict-transport-security: max-age="))
            #expect(try await Self.curl(server, "/later/1", version).out == "1\n\(number) 200")
            #expect(try await Self.curl(server, "/stream/3", version).out == "0\n1\n2\n\n\(number) 200")
            #expect(try await Self.curl(server, "/fail", version).out.hasSuffix("\n\(number) 500"))
            #expect(try await Self.curl(server, "/nowhere", version).out.hasSuffix("\n\(number) 401"))
            #expect(try await Self.curl(server, "/a%2fb", version).out.hasSuffix("\n\(number) 400"))
            #expect(try await Self.curl(server, "/answer/204", version).out == "\n\(number) 204")
            #expect(try await Self.curl(server, "/hello", version, "-I").out.hasSuffix("\n\(number) 200"))
            #expect(try await Self.curl(server, "/echo", version, "-d", "some content").out == "some content\n\(number) 200")
            #expect(try await Self.curl(server, "/large/3000000", version, "-o", "/dev/null").out == "\n\(number) 200")
            let expecting = try await Self.curl(server, "/echo", version, "-d", "abc", "-H", "Expect: 100-continue")
            #expect(expecting.out == "abc\n\(number) 200")
            for path in ["/protected", "/echo"] {
                let early = try await Self.curl(server, path, version, "--data-binary", "@\(large.path)", "-H", "Expect:")
                #expect(early.out.hasSuffix("\n\(number) \(path == "/echo" ? 413 : 401)"), "\(early)")
                #expect(early.out.contains("request_id"))
            }
            let broken = try await Self.curl(server, "/broken-stream", version)
            #expect(broken.status != 0, "a broken stream must not look complete")
            let delimited = try await Self.curl(server, "/broken-stream", "--http1.0")
            #expect(delimited.status != 0, "nor one that ends with its connection")
        }
        #expect(edge.trail.requests.count == 15)
    }

    @Test func `Many streams of one HTTP_2 connection are answered each with its own`() async throws {
        guard let certificate = try Certificate(), Tool.exists("curl") else { return print("skipped: no openssl or no curl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate)
        try await TestServer.run(edge.app) { server in
            let result = try await Self.curl(
                server, "/later/[1-60]", "--http2", "-Z", "--parallel-max", "60", "-o", "\(certificate.folder.path)/answer-#1")
            #expect(result.status == 0)
            for number in 1...60 {
                #expect(try String(contentsOfFile: "\(certificate.folder.path)/answer-\(number)", encoding: .utf8) == "\(number)")
            }
        }
        #expect(edge.trail.requests.count == 60)
    }

    @Test func `A certificate that changes is read again, a broken one leaves the old in place, and old protocols are refused`()
        async throws
    {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate)
        try await TestServer.run(edge.app) { server in
            func organisation() async throws -> String {
                let output = try await Tool.runInBackground(
                    "sh",
                    ["-c", "openssl s_client -connect 127.0.0.1:\(server.port) </dev/null 2>/dev/null | openssl x509 -noout -subject"])
                return output.out
            }
            #expect(try await organisation().contains("first"))
            try certificate.renew(name: "second")
            try await Task.sleep(for: .milliseconds(2_500))
            #expect(try await organisation().contains("second"))
            try "no certificate".write(toFile: certificate.certificate, atomically: true, encoding: .utf8)
            try await Task.sleep(for: .milliseconds(2_500))
            #expect(try await organisation().contains("second"))

            for (option, isFine) in [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)] {
                let output = try await Tool.runInBackground(
                    "openssl", ["s_client", option, "-cipher", "ALL:@SECLEVEL=0", "-connect", "127.0.0.1:\(server.port)"])
                #expect((output.status == 0) == isFine, "\(option)")
            }
        }
    }

    @Test func `A pair that does not fit is named once for each change of its files`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let source = try TLSContextSource(TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey))
        #expect(try !source.reloadIfChanged())
        for text in ["no certificate", "still none"] {
            try text.write(toFile: certificate.certificate, atomically: true, encoding: .utf8)
            #expect(throws: NexusError.self) { try source.reloadIfChanged() }
            for _ in 0..<3 { #expect(try !source.reloadIfChanged()) }
        }
        try certificate.renew(name: "second")
        #expect(try source.reloadIfChanged())
        #expect(try !source.reloadIfChanged())
    }

    @Test func `A pair that can be read again is taken, though its files look the same`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let source = try TLSContextSource(TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey))
        try certificate.renew(name: "second")
        let file = URL(fileURLWithPath: certificate.certificate)
        let (right, time) = (try Data(contentsOf: file), Date(timeIntervalSince1970: 1_000_000))
        for (text, isRight) in [(Data(repeating: UInt8(ascii: "x"), count: right.count), false), (right, true)] {
            try text.write(to: file)
            try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: file.path)
            if isRight {
                #expect(try source.reloadIfChanged())
            } else {
                #expect(throws: NexusError.self) { try source.reloadIfChanged() }
            }
            #expect(try !source.reloadIfChanged())
        }
    }

    @Test func `A handshake that never comes, and one that never ends, are given up`() async throws {
        guard let certificate = try Certificate() else { return print("skipped: no openssl") }
        defer { certificate.remove() }
        let edge = try Self.edge(certificate) { $0.limits.headerTimeout = .milliseconds(500) }
        try await TestServer.run(edge.app) { server in
            let silent = try await server.connect()
            let dripping = try await server.connect()
            try await dripping.send([0x16, 0x03, 0x01])
            let plain = try await server.connect()
            try await plain.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(await silent.isEnded(within: .seconds(3)))
            #expect(await dripping.isEnded(within: .seconds(3)))
            #expect(await plain.isEnded(within: .seconds(3)))
        }
        #expect(edge.trail.requests.isEmpty)
    }
}
