import Foundation
import Logging
import Nexus
import NexusTesting
import Testing

/// The cases of a public probe for HTTP/1.1 servers, each sent as it is over a connection of its own.
@Suite struct ProbeTests {
    struct Case: Decodable {
        let id: String
        let payload: String
    }

    private struct Outcome: Hashable, CustomStringConvertible {
        /// The status of the answer; 0 for none.
        var status: Int
        /// Whether the connection ended.
        var isEnded: Bool

        var description: String { "\(self.status)\(self.isEnded ? ", ended" : "")" }

        static let answered = Outcome(status: 200, isEnded: false)
        static let answeredLast = Outcome(status: 200, isEnded: true)
        static let refused = Outcome(status: 400, isEnded: true)
        static let awaited = Outcome(status: 0, isEnded: false)
    }

    /// The bytes of a payload: the file writes them as the code points of Latin-1, and the host between two private ones.
    private static func bytes(of payload: String) -> [UInt8] {
        payload.replacing("\u{E000}HOST\u{E001}", with: "localhost").unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    /// Everything else is answered 400, and its connection ends.
    private static func expectation(of id: String) -> Outcome {
        if self.wellFormed.contains(id) || self.tolerated.contains(id) { return .answered }
        if self.last.contains(id) { return .answeredLast }
        if self.incomplete.contains(id) { return .awaited }
        return self.others[id] ?? .refused
    }

    private static let wellFormed: Set<String> = [
        "COMP-ABSOLUTE-FORM", "COMP-BASELINE", "COMP-CHUNKED-BODY", "COMP-CHUNKED-EMPTY", "COMP-CHUNKED-HEX-UPPERCASE",
        "COMP-CHUNKED-MULTI", "COMP-CHUNKED-TRAILER-VALID", "COMP-CONTENT-TYPE", "COMP-DATE-HEADER", "COMP-HEAD-NO-BODY",
        "COMP-POST-CL-BODY", "COMP-POST-CL-ZERO", "COMP-POST-NO-CL-NO-TE", "COMP-POST-UNSUPPORTED-CT", "COMP-RANGE-INVALID",
        "COMP-RANGE-POST", "SMUG-EXPECT-100-CL",
    ]

    /// Answered although a server may refuse them: none can be understood in two ways.
    private static let tolerated: Set<String> = [
        // What the request says about its content is not acted on, and not refused.
        "COMP-ACCEPT-NONSENSE", "COMP-DUPLICATE-CT", "COMP-EXPECT-UNKNOWN",
        // A body where none is usual: it is read, and nothing else is made of it.
        "COMP-GET-WITH-CL-BODY", "SMUG-HEAD-CL-BODY",
        // Space where RFC 9112 §2.2, §3 and RFC 9110 §5.5 let it be ignored.
        "COMP-LEADING-CRLF", "MAL-CL-TAB-BEFORE-VALUE", "RFC9112-3-MULTI-SP-REQUEST-LINE", "SMUG-CL-EXTRA-LEADING-SP",
        // Fields with an underscore are fields of their own.
        "NORM-UNDERSCORE-CL", "NORM-UNDERSCORE-TE", "SMUG-TRANSFER_ENCODING",
        // Trailers are read and dropped.
        "SMUG-TRAILER-AUTH", "SMUG-TRAILER-CONTENT-TYPE", "SMUG-TRAILER-HOST",
        // The decoder bounds no chunk extension; the limits on the body's time and rate do.
        "MAL-CHUNK-EXT-64K",
    ]

    /// The client asks for the end, speaks HTTP/1.0, or wants to speak something else, which is ignored (RFC 9110 §7.8).
    private static let last: Set<String> = [
        "COMP-CONNECTION-CLOSE", "COMP-HTTP10-DEFAULT-CLOSE", "COMP-NO-1XX-HTTP10", "COMP-UPGRADE-HTTP10", "COMP-UPGRADE-INVALID-VER",
        "COMP-UPGRADE-MISSING-CONN", "COMP-UPGRADE-POST", "COMP-UPGRADE-UNKNOWN",
    ]

    /// Their time is not over.
    private static let incomplete: Set<String> = [
        "COMP-CHUNKED-NO-FINAL", "COMP-POST-CL-UNDERSEND", "MAL-INCOMPLETE-REQUEST", "RFC9112-2.3-HTTP09-REQUEST",
    ]

    private static let others: [String: Outcome] = [
        "COMP-405-ALLOW": Outcome(status: 405, isEnded: false),
        "COMP-LONG-URL-OK": Outcome(status: 404, isEnded: false),
        "COMP-METHOD-TRACE": Outcome(status: 405, isEnded: false),
        "COMP-NO-CL-IN-204": Outcome(status: 204, isEnded: false),
        "COMP-OPTIONS-ALLOW": Outcome(status: 204, isEnded: false),
        "COMP-OPTIONS-STAR": Outcome(status: 204, isEnded: false),
        "COMP-TRACE-WITH-BODY": Outcome(status: 405, isEnded: false),
        "MAL-LONG-HEADER-NAME": Outcome(status: 431, isEnded: true),
        "MAL-LONG-HEADER-VALUE": Outcome(status: 431, isEnded: true),
        // Longer than all header fields together may be: the decoder gives up before it knows that it is a target.
        "MAL-LONG-URL": Outcome(status: 431, isEnded: true),
        // Refused by its size before its body is awaited.
        "MAL-POST-CL-HUGE-NO-BODY": Outcome(status: 413, isEnded: true),
        "SMUG-OPTIONS-CL-BODY": Outcome(status: 204, isEnded: false),
    ]

    @Test func `Every case gets what it deserves`() async throws {
        guard let data = Vectors.data("http11probe.json") else { return print("skipped: no http11probe.json") }
        let cases = try JSONDecoder().decode([Case].self, from: data)
        let app = Nexus(apiPort: 0, rateLimit: 1_000_000, logLevel: .critical)
        app.get("/", .public) { (_: PublicRequest) in "root" }
        for path in ["/", "/echo"] {
            app.on(.post, path, .public) { (request: PublicRequest) in Response(contentType: "text/plain", body: .bytes(request.body)) }
        }
        try await TestServer.run(app) { server in
            for probe in cases {
                let client = try await server.connect()
                try? await client.send(Self.bytes(of: probe.payload))
                let isHead = probe.payload.hasPrefix("HEAD")
                var response = try? await client.receive(isHead: isHead, within: .milliseconds(250))
                if response?.status == 100 { response = try? await client.receive(within: .milliseconds(250)) }
                let expected = Self.expectation(of: probe.id)
                let isEnded = await client.isEnded(within: expected.isEnded ? .seconds(2) : .milliseconds(20))
                #expect(Outcome(status: response?.status ?? 0, isEnded: isEnded) == expected, "\(probe.id)")
                #expect(client.unread.isEmpty, "\(probe.id): one answer")
                client.close()
            }
        }
    }
}
