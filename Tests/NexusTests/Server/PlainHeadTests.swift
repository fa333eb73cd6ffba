import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Nexus

/// What is read round the decoder is what the decoder would have read, and nothing that it would not have.
@Suite struct PlainHeadTests {
    private static func plain(_ text: String, limits: ServerLimits = ServerLimits()) -> PlainHead? {
        Self.plain(Array(text.utf8), limits: limits)
    }

    private static func plain(_ bytes: [UInt8], limits: ServerLimits = ServerLimits()) -> PlainHead? {
        bytes.withUnsafeBufferPointer { PlainHead($0, limits: limits) }
    }

    /// The parts that NIO's decoder makes of bytes, or nothing where it fails.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> [HTTPServerRequestPart]? {
        let channel = EmbeddedChannel()
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        do {
            try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
            try channel.writeInbound(ByteBuffer(bytes: bytes))
            var parts: [HTTPServerRequestPart] = []
            while let part = try channel.readInbound(as: HTTPServerRequestPart.self) { parts.append(part) }
            return parts
        } catch {
            return nil
        }
    }

    private static func expectSame(_ bytes: [UInt8], _ plain: PlainHead) {
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(Self.decoded(bytes[..<plain.length]) == [.head(plain.head), .end(nil)], "\(text.debugDescription)")
        #expect(plain.head.canBeFollowed && !plain.head.expectsContinue, "\(text.debugDescription)")
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\n\r\n",
        "GET /a/b.c?d=e&f=%20 HTTP/1.1\r\nHost: h\r\n\r\n",
        "HEAD /a HTTP/1.1\r\nhost: h:80\r\nAuthorization: Bearer a.b.c\r\n\r\n",
        "DELETE /a/1 HTTP/1.1\r\nHost: h\r\nX-Empty-Like: a  b\r\nConnection: keep-alive\r\n\r\nGET /next HTTP/1.1\r\n\r\n",
        "OPTIONS /a HTTP/1.1\r\nHost: h\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: PUT\r\nConnection: Keep-Alive\r\n\r\n",
    ])
    func `Plain heads are read as the decoder reads them`(_ text: String) throws {
        let plain = try #require(Self.plain(text))
        Self.expectSame(Array(text.utf8), plain)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: h\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r", "GET / HTTP/1.1", "", "\r\n", "G",
        "POST / HTTP/1.1\r\nHost: h\r\n\r\n", "get / HTTP/1.1\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1 \r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n", "GET * HTTP/1.1\r\n\r\n", "GET HTTP/1.1\r\n\r\n",
        "GET http://h/ HTTP/1.1\r\n\r\n", "GET /#f HTTP/1.1\r\n\r\n", "GET /\u{e9} HTTP/1.1\r\n\r\n", "\r\nGET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\nHost: h\n\n", "GET / HTTP/1.1\r\nHost: h\n\r\n", "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:  h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h \r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nA:\r\n\r\n", "GET / HTTP/1.1\r\nA: \r\n\r\n", "GET / HTTP/1.1\r\n: a\r\n\r\n", "GET / HTTP/1.1\r\nA\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\u{0}c\r\n\r\n", "GET / HTTP/1.1\r\nA: b\tc\r\n\r\n", "GET / HTTP/1.1\r\nA: \u{e9}\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\ncONTENT-lENGTH: 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: keep-alive, upgrade\r\n\r\n", "GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n",
        "GET / HTTP/1.1\r\nProxy-Connection: close\r\n\r\n", "GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n",
        "CONNECT h:1 HTTP/1.1\r\n\r\n",
    ])
    func `Whatever is less plain is left to the decoder`(_ text: String) {
        #expect(Self.plain(text) == nil)
    }

    @Test func `A head near a limit is left to the decoder, which says what is wrong`() {
        var limits = ServerLimits()
        let head = "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n"
        limits.maxHeaderCount = 2
        limits.maxHeaderSize = head.utf8.count
        #expect(Self.plain(head, limits: limits) != nil)
        limits.maxHeaderCount = 1
        #expect(Self.plain(head, limits: limits) == nil)
        limits.maxHeaderCount = 2
        limits.maxHeaderSize -= 1
        #expect(Self.plain(head, limits: limits) == nil)
        #expect(Self.plain("GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\n\r\n") == nil)
    }

    @Test func `No mutation makes the two disagree`() async {
        var random = SeededRandom(seed: 20)
        let seeds = [
            "GET /articles/7?page=2 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer a.b.c\r\nX-Tenant-ID: acme\r\n\r\n",
            "DELETE /a HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
            "OPTIONS /b HTTP/1.1\r\nExpect: 100-continue\r\nUpgrade: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HEAD /c HTTP/1.1\r\nA: b\r\nProxy-Connection: keep-alive\r\n\r\n",
        ]
        var compared = 0
        await random.fuzz { random in
            var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 0...3, using: &random) { random.mutate(&bytes) }
            guard let plain = Self.plain(bytes) else { return }
            compared += 1
            Self.expectSame(bytes, plain)
        }
        #expect(compared > 0)
    }
}
