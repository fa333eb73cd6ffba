import HTTPTypes
import Nexus
import NexusTesting
import Testing

/// Bodies in a coding that the server does not read (RFC 9110 §8.4, §15.5.16).
@Suite struct CompressedBodyTests {
    private struct Note: Codable, Sendable {
        let title: String
    }

    private static let codings: [(String?, Int)] = [
        ("gzip", 415), ("GZIP", 415), ("br", 415), ("deflate, gzip", 415), ("gzip, identity", 415), ("identity", 201), ("Identity", 201),
        (nil, 201),
    ]

    @Test(arguments: codings)
    func `A compressed body is refused before anybody takes it for JSON`(coding: String?, status: Int) async throws {
        let edge = try EdgeApp()
        edge.app.post("/notes", .public, body: Note.self) { _, note in Response(status: .created, body: .text(note.title)) }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            let headers = coding.map { ["Content-Encoding": $0] } ?? [:]
            let response = try await client.request("POST", "/notes", body: #"{"title":"T"}"#, headers: headers)
            #expect(response.status == status)
            if status == 415 { #expect(response.error == "unsupported_media_type") }
            #expect(response.headers("accept-encoding") == (status == 415 ? ["identity"] : []))
            #expect(!response.closes)
            #expect(try await client.request("GET", "/hello").text == "hello")
        }
        #expect(edge.trail.requests.map(\.status) == [status, 200])
    }

    @Test func `A body of another media type is refused without a word about codings`() async throws {
        let edge = try EdgeApp()
        edge.app.post("/notes", .public, body: Note.self) { _, note in note.title }
        try await TestServer.run(edge.app) { server in
            let response = try await server.request("POST", "/notes", body: "title: T", contentType: "application/yaml")
            #expect(response.status == 415)
            #expect(response.header("accept-encoding") == nil)
        }
    }

    @Test func `HTTP_2 names the codings that are read too`() async throws {
        guard let certificate = try Certificate(), Tool.exists("curl") else { return print("skipped: no openssl or no curl") }
        defer { certificate.remove() }
        let edge = try EdgeApp { $0.tls = TLSOptions(certificate: certificate.certificate, privateKey: certificate.privateKey) }
        edge.app.post("/notes", .public, body: Note.self) { _, note in note.title }
        try await TestServer.run(edge.app) { server in
            let answer = try await Tool.runInBackground(
                "curl",
                [
                    "-ski", "-m", "20", "--http2", "-H", "Content-Type: application/json", "-H", "Content-Encoding: gzip", "-d", "{}",
                    "https://localhost:\(server.port)/notes",
                ])
            #expect(answer.out.hasPrefix("HTTP/2 415"))
            #expect(answer.out.contains("\r\naccept-encoding: identity\r\n"), "\(answer.out)")
        }
    }

    @Test func `Two fields count like one list, and a handler that takes bytes gets them as they came`() async throws {
        let edge = try EdgeApp()
        edge.app.post("/notes", .public, body: Note.self) { _, note in note.title }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send(
                "POST /notes HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Encoding: identity\r\n"
                    + "Content-Encoding: gzip\r\nContent-Length: 13\r\n\r\n{\"title\":\"T\"}")
            #expect(try await client.receive().status == 415)
            let raw = try await client.request("POST", "/echo", body: "not even gzip", headers: ["Content-Encoding": "gzip"])
            #expect(raw.status == 200)
            #expect(raw.text == "not even gzip")
        }
    }
}
