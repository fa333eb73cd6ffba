import Nexus
import NexusTesting
import Testing

/// Requests that go round the decoder, and others that go through it, on one connection.
@Suite struct RequestReaderTests {
    /// A request, and how it must be answered.
    private struct Exchange {
        let request: String
        let answer: String
    }

    private static func exchange(_ random: inout SeededRandom) -> Exchange {
        let number = Int.random(in: 0...999_999, using: &random)
        let get = "GET /number/\(number) HTTP/1.1\r\nHost: h\r\n"
        // Content that looks like a request, or like the end of a head, must stay content.
        let content =
            ["\(number)", "\(number)\r\n\r\n", "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n", "\r\n\r\n", "G"].randomElement(using: &random)
            ?? ""
        let post = "POST /echo HTTP/1.1\r\nHost: h\r\n"
        return switch Int.random(in: 0..<7, using: &random) {
        case 0: Exchange(request: "\(post)Content-Length: \(content.utf8.count)\r\n\r\n\(content)", answer: content)
        case 1:
            Exchange(
                request: "\(post)Transfer-Encoding: chunked\r\n\r\n\(String(content.utf8.count, radix: 16))\r\n\(content)\r\n0\r\n\r\n",
                answer: content)
        case 2: Exchange(request: "\r\n\(get)\r\n", answer: "\(number)")
        case 3: Exchange(request: "\(get)Accept:\ttext/plain \r\n\r\n", answer: "\(number)")
        default: Exchange(request: "\(get)\r\n", answer: "\(number)")
        }
    }

    @Test func `Wherever the bytes are cut, every request is answered as if it came alone`() async throws {
        let edge = try EdgeApp { $0.limits.maxPipelinedRequests = 64 }
        var random = SeededRandom(seed: 21)
        var exchanges = 0
        try await TestServer.run(edge.app) { server in
            try await random.fuzz { random in
                let all = (0..<Int.random(in: 1...24, using: &random)).map { _ in Self.exchange(&random) }
                exchanges += all.count
                var bytes = Array(all.map(\.request).joined().utf8)[...]
                let client = try await server.connect()
                while !bytes.isEmpty {
                    let count = Int.random(in: 1...max(1, min(bytes.count, Bool.random(using: &random) ? 40 : 2_000)), using: &random)
                    try await client.send(Array(bytes.prefix(count)))
                    bytes = bytes.dropFirst(count)
                    // Sends that follow at once may arrive as one.
                    if Int.random(in: 0..<3, using: &random) == 0 { try await Task.sleep(for: .microseconds(200)) }
                }
                for exchange in all { #expect(try await client.receive().text == exchange.answer) }
                #expect(client.unread.isEmpty)
                client.close()
            }
        }
        #expect(edge.trail.requests.count == exchanges)
    }

    @Test func `A request behind one that the decoder has half of is not taken for another`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            let content = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"
            try await client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: \(content.utf8.count)\r\n\r\n")
            try await Task.sleep(for: .milliseconds(20))
            try await client.send(content)
            #expect(try await client.receive().text == content)
            try await client.send("GET /numb")
            try await Task.sleep(for: .milliseconds(20))
            try await client.send("er/7 HTTP/1.1\r\nHost: h\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await client.receive().text == "7")
            #expect(try await client.receive().text == "hello")
        }
    }

    @Test func `A field whose value looks like a request is not taken for one`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            // The decoder has answered one request and holds the beginning of the next.
            try await client.send(
                "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET /number/7 HTTP/1.1\r\nHost: h\r\nX-Note: ")
            #expect(try await client.receive().text == "abc")
            try await client.send("GET /hello HTTP/1.1\r\n\r\n")
            #expect(try await client.receive().text == "7")
            #expect(client.unread.isEmpty)
        }
        #expect(edge.trail.requests.map(\.status) == [200, 200])
    }
}
