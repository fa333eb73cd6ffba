import Foundation
import Nexus
import NexusTesting
import Testing

/// Several requests on one connection.
@Suite struct PipeliningTests {
    @Test func `What follows an unreadable request takes nothing from the answers before it`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("GET /large/8000000 HTTP/1.1\r\nHost: h\r\n\r\nno request\r\n\r\n")
            for _ in 0..<10 {
                try await client.send("and more\r\n\r\n")
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await client.receive().body.count == 8_000_000)
            #expect(try await client.receive().status == 400)
        }
    }

    @Test func `Answers come in the order of their requests, however long each takes`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            let paths = ["/later/0", "/number/1", "/stream/1", "/later/3", "/nowhere", "/number/5"]
            let requests = paths.map { "GET \($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined()
            try await client.send(requests)
            for text in ["0", "1", "0\n", "3"] { #expect(try await client.receive().text == text) }
            #expect(try await client.receive().status == 401)
            #expect(try await client.receive().text == "5")
        }
        #expect(edge.trail.requests.count == 6)
    }

    @Test func `A client that leaves within its next request has got the answers before it`() async throws {
        let edge = try EdgeApp()
        // Holds the loop up, so that what follows is there at once, end and all.
        edge.app.get("/hold", .public) { (_: PublicRequest) in
            usleep(100_000)
            return "held"
        }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("GET /hold HTTP/1.1\r\nHost: h\r\n\r\n")
            try await Task.sleep(for: .milliseconds(30))
            try await client.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\nPOST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")
            try await client.endSending()
            #expect(try await client.receive().text == "held")
            #expect(try await client.receive().text == "hello")
            #expect(await client.isEnded())
            #expect(client.unread.isEmpty)
        }
    }

    @Test func `Bytes may be cut anywhere`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            for byte in "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".utf8 {
                try await client.send([byte])
            }
            #expect(try await client.receive().text == "abcde")
            #expect(try await client.request("GET", "/hello").text == "hello")
        }
    }

    @Test func `A request behind bad bytes is never seen`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("GET /later/0 HTTP/1.1\r\nHost: h\r\n\r\nbad bytes\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try await client.receive().text == "0")
            #expect(try await client.receive().status == 400)
            #expect(await client.isEnded())
            #expect(client.unread.isEmpty)
        }
        #expect(edge.trail.requests.map(\.status) == [200, 400])
    }

    @Test func `A chunk that lies about its size is answered 400 by its own request`() async throws {
        let edge = try EdgeApp()
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!!\r\n0\r\n\r\n")
            #expect(try await client.receive().status == 400)
            #expect(await client.isEnded())
        }
        let record = try #require(edge.trail.requests.first)
        #expect(record.route == "/echo")
        #expect(record.status == 400)
        #expect(edge.trail.requests.count == 1)
    }

    @Test func `Of a flood of requests those that may wait are answered, then the connection ends`() async throws {
        let edge = try EdgeApp { $0.limits.maxPipelinedRequests = 4 }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            try await client.send(String(repeating: "GET /later/1 HTTP/1.1\r\nHost: h\r\n\r\n", count: 50))
            for number in 1...5 {
                let response = try await client.receive()
                #expect(response.text == "1")
                #expect(response.closes == (number == 5), "\(number)")
            }
            #expect(await client.isEnded())
            #expect(client.unread.isEmpty)
        }
        #expect(edge.trail.requests.map(\.status) == [200, 200, 200, 200, 200])
    }

    @Test func `As many requests as may wait are no flood`() async throws {
        let edge = try EdgeApp { $0.limits.maxPipelinedRequests = 4 }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            for _ in 1...3 {
                try await client.send(String(repeating: "GET /later/1 HTTP/1.1\r\nHost: h\r\n\r\n", count: 5))
                for _ in 1...5 { #expect(try await !client.receive().closes) }
            }
        }
        #expect(edge.trail.requests.count == 15)
    }

    @Test func `A client that asks on and on without reading is made to wait`() async throws {
        let edge = try EdgeApp { $0.limits.maxPipelinedRequests = 100_000 }
        try await TestServer.run(edge.app) { server in
            let client = try await TestClient.connect(port: server.port, receiveBuffer: 8_192)
            try await client.setReading(false)
            let flood = Task {
                for _ in 0..<2_000 { try await client.send("GET /large/100000 HTTP/1.1\r\nHost: h\r\n\r\n") }
            }
            var answered = -1
            while edge.trail.requests.count > answered, answered < 200 {
                answered = edge.trail.requests.count
                try await Task.sleep(for: .milliseconds(500))
            }
            #expect(answered < 200, "200 MB would be waiting otherwise")
            try await client.reset()
            flood.cancel()
        }
    }

    @Test func `A handler cannot break out of its answer`() async throws {
        let edge = try EdgeApp()
        edge.app.get("/evil", .public) { (_: PublicRequest) in
            Response(contentType: "text/plain\r\nX-Evil: 1\r\n\r\nHTTP/1.1 200 OK", body: .text("body"))
        }
        try await TestServer.run(edge.app) { server in
            let client = try await server.connect()
            let evil = try await client.request("GET", "/evil")
            #expect(evil.header("x-evil") == nil)
            #expect(evil.text == "body")
            for status in [204, 205, 304] {
                let empty = try await client.request("GET", "/answer/\(status)")
                #expect(empty.status == status)
                #expect(empty.body.isEmpty)
            }
            for status in [0, 99, 101, 199, 600, 999] {
                #expect(try await client.request("GET", "/answer/\(status)").status == 500)
            }
            #expect(try await client.request("HEAD", "/large/1234").header("content-length") == "1234")
            #expect(try await client.request("HEAD", "/stream/3").body.isEmpty)
            #expect(try await client.request("GET", "/hello").text == "hello")
        }
    }
}
