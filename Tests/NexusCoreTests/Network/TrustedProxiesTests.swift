import NexusCore
import Testing

@Suite struct TrustedProxiesTests {
    private static func proxies(_ entries: String...) throws -> TrustedProxies { try TrustedProxies(parsing: entries) }

    private static func client(
        of peer: String, xForwardedFor: [String] = [], forwarded: [String] = [], trusting proxies: TrustedProxies
    ) throws -> String {
        let address = try #require(IPAddress(peer))
        return proxies.clientAddress(peer: address, xForwardedFor: xForwardedFor, forwarded: forwarded).description
    }

    /// Peer 10.0.0.1; 10.0.0.0/8 and fd00::/8 are trusted.
    private static let chains: [(lines: [String], client: String)] = [
        ([], "10.0.0.1"),
        ([""], "10.0.0.1"),
        ([" , ,"], "10.0.0.1"),
        (["203.0.113.7"], "203.0.113.7"),
        (["6.6.6.6, 203.0.113.7"], "203.0.113.7"),
        (["6.6.6.6", "203.0.113.7"], "203.0.113.7"),
        (["203.0.113.7, 10.0.0.9"], "203.0.113.7"),
        (["203.0.113.7", "10.0.0.9,10.0.0.8"], "203.0.113.7"),
        (["6.6.6.6, 203.0.113.7 ,\t10.0.0.9 "], "203.0.113.7"),
        (["10.0.0.5, 10.0.0.9"], "10.0.0.5"),
        (["203.0.113.7,"], "203.0.113.7"),
        (["203.0.113.7:4711"], "203.0.113.7"),
        (["[2001:db8::7]:443"], "2001:db8::7"),
        (["[2001:db8::7]"], "2001:db8::7"),
        (["2001:DB8::7"], "2001:db8::7"),
        (["::ffff:203.0.113.7"], "203.0.113.7"),
        (["203.0.113.7, ::ffff:10.0.0.9"], "203.0.113.7"),
        (["203.0.113.7, fd00::1"], "203.0.113.7"),
        (["unknown"], "10.0.0.1"),
        (["6.6.6.6, unknown, 10.0.0.9"], "10.0.0.9"),
        (["6.6.6.6, garbage"], "10.0.0.1"),
        (["6.6.6.6, 203.0.113.7.8"], "10.0.0.1"),
        (["6.6.6.6, 203.0.113.007"], "10.0.0.1"),
        (["6.6.6.6, 203.0.113.7:"], "10.0.0.1"),
        (["6.6.6.6, 203.0.113.7:x"], "10.0.0.1"),
        (["6.6.6.6, 203.0.113.7:123456"], "10.0.0.1"),
        (["6.6.6.6, [203.0.113.7]"], "10.0.0.1"),
        (["6.6.6.6, [2001:db8::7"], "10.0.0.1"),
        (["6.6.6.6, fe80::1%eth0"], "10.0.0.1"),
        (["6.6.6.6, \"203.0.113.7\""], "10.0.0.1"),
        (["6.6.6.6, 203.0.113.7 8.8.8.8"], "10.0.0.1"),
        (["6.6.6.6, 203.0.113.7\0"], "10.0.0.1"),
        (["6.6.6.6, 127.1"], "10.0.0.1"),
        (["6.6.6.6, 0x7f000001"], "10.0.0.1"),
    ]

    @Test(arguments: Self.chains)
    func takesTheRightMostUntrustedAddress(lines: [String], client: String) throws {
        let proxies = try Self.proxies("10.0.0.0/8", "fd00::/8")
        #expect(try Self.client(of: "10.0.0.1", xForwardedFor: lines, trusting: proxies) == client)
    }

    private static let forwardedLines: [(lines: [String], client: String)] = [
        (["for=203.0.113.7"], "203.0.113.7"),
        (["For=203.0.113.7;proto=https;by=10.0.0.1"], "203.0.113.7"),
        (["proto=https; FOR = 203.0.113.7"], "10.0.0.1"),
        (["for=6.6.6.6, for=203.0.113.7"], "203.0.113.7"),
        (["for=6.6.6.6", "for=203.0.113.7, for=10.0.0.9"], "203.0.113.7"),
        (["for=\"203.0.113.7:4711\""], "203.0.113.7"),
        (["for=203.0.113.7:4711"], "203.0.113.7"),
        (["for=\"[2001:db8::7]:443\""], "2001:db8::7"),
        (["for=\"[2001:db8::7]:_port\""], "2001:db8::7"),
        (["for=\"203.0.113.\\7\""], "203.0.113.7"),
        (["for=6.6.6.6, for=unknown"], "10.0.0.1"),
        (["for=6.6.6.6, for=_hidden, for=10.0.0.9"], "10.0.0.9"),
        (["for=6.6.6.6, proto=https"], "10.0.0.1"),
        (["for=6.6.6.6, for=203.0.113.7;for=8.8.8.8"], "10.0.0.1"),
        (["for=6.6.6.6, for="], "10.0.0.1"),
        (["for=\"6.6.6.6, for=203.0.113.7"], "10.0.0.1"),
        (["for=\"6.6.6.6", "for=203.0.113.7"], "203.0.113.7"),
        (["for=6.6.6.6;by=\", for=203.0.113.7;host=\"x\""], "10.0.0.1"),
        (["for=203.0.113.7;ext=\"a,for=6.6.6.6;b\""], "203.0.113.7"),
        (["for=6.6.6.6 for=203.0.113.7"], "10.0.0.1"),
        ([""], "10.0.0.1"),
    ]

    @Test(arguments: Self.forwardedLines)
    func readsForwardedToo(lines: [String], client: String) throws {
        let proxies = try Self.proxies("10.0.0.0/8")
        #expect(try Self.client(of: "10.0.0.1", forwarded: lines, trusting: proxies) == client)
    }

    @Test func nobodyIsTrustedByDefault() throws {
        #expect(
            try Self.client(of: "10.0.0.1", xForwardedFor: ["6.6.6.6"], forwarded: ["for=6.6.6.6"], trusting: TrustedProxies())
                == "10.0.0.1")
    }

    @Test func whoIsNotTrustedNamesNobody() throws {
        let proxies = try Self.proxies("10.0.0.0/8")
        #expect(
            try Self.client(of: "203.0.113.9", xForwardedFor: ["6.6.6.6"], forwarded: ["for=6.6.6.6"], trusting: proxies) == "203.0.113.9")
    }

    @Test func fieldsThatDisagreeAreNotBelieved() throws {
        let proxies = try Self.proxies("10.0.0.0/8")
        #expect(
            try Self.client(of: "10.0.0.1", xForwardedFor: ["203.0.113.7"], forwarded: ["for=6.6.6.6"], trusting: proxies) == "10.0.0.1")
        #expect(
            try Self.client(of: "10.0.0.1", xForwardedFor: ["6.6.6.6, 203.0.113.7"], forwarded: ["for=203.0.113.7"], trusting: proxies)
                == "203.0.113.7")
    }

    @Test func aFieldThatTheProxiesDoNotWriteIsNotRead() throws {
        for (field, client) in [(ClientAddressField.xForwardedFor, "203.0.113.7"), (.forwarded, "6.6.6.6")] {
            let proxies = try TrustedProxies(parsing: ["10.0.0.0/8"], field: field)
            func seen(_ xForwardedFor: [String], _ forwarded: [String]) throws -> String {
                try Self.client(of: "10.0.0.1", xForwardedFor: xForwardedFor, forwarded: forwarded, trusting: proxies)
            }
            #expect(try seen(["203.0.113.7"], ["for=6.6.6.6"]) == client)
            #expect(try seen(field == .forwarded ? ["203.0.113.7"] : [], field == .forwarded ? [] : ["for=6.6.6.6"]) == "10.0.0.1")
        }
    }

    @Test func readsBoundedManyHopsFromTheRight() throws {
        let proxies = try Self.proxies("10.0.0.0/8")
        let inside = ["203.0.113.7"] + (1...63).map { "10.0.1.\($0)" }
        #expect(try Self.client(of: "10.0.0.1", xForwardedFor: [inside.joined(separator: ",")], trusting: proxies) == "203.0.113.7")
        let beyond = ["203.0.113.7"] + (1...64).map { "10.0.1.\($0)" }
        #expect(try Self.client(of: "10.0.0.1", xForwardedFor: [beyond.joined(separator: ",")], trusting: proxies) == "10.0.1.1")
    }

    @Test func anOverlongChainCannotHideWhoSentIt() throws {
        let proxies = try Self.proxies("10.0.0.0/8")
        let stuffing = String(repeating: "6.6.6.6,", count: 5_000)
        #expect(try Self.client(of: "10.0.0.1", xForwardedFor: [stuffing, "203.0.113.7"], trusting: proxies) == "203.0.113.7")
        #expect(try Self.client(of: "10.0.0.1", xForwardedFor: [stuffing + "203.0.113.7"], trusting: proxies) == "203.0.113.7")
        #expect(try Self.client(of: "10.0.0.1", xForwardedFor: [String(repeating: "x", count: 9_000)], trusting: proxies) == "10.0.0.1")
        #expect(try Self.client(of: "10.0.0.1", xForwardedFor: [stuffing, "10.0.0.9"], trusting: proxies) == "6.6.6.6")
    }

    @Test func aUnixSocketCanBeTrusted() throws {
        let proxies = try Self.proxies("unix")
        let client = proxies.clientAddress(peer: .unspecified, xForwardedFor: ["203.0.113.7"], forwarded: [])
        #expect(client.description == "203.0.113.7")
    }

    @Test(arguments: ["10.0.0.1/8", "10.0.0.0/33", "example.com", "", "10.0.0.0/-1", "*"])
    func refusesWhatIsNoBlock(entry: String) {
        let error = #expect(throws: TrustedProxies.Failure.self) { try TrustedProxies(parsing: ["10.0.0.0/8", entry]) }
        #expect(error?.description.contains("\"\(entry)\"") == true)
    }

    /// Whatever the client writes to the left, the answer is what the proxy appended.
    @Test(arguments: 0..<40)
    func nothingThatAClientWritesChangesTheAnswer(seed: UInt64) throws {
        let proxies = try Self.proxies("10.0.0.0/8", "fd00::/8")
        var random = Scrambler(state: seed &+ 1)
        let alphabet = Array("0123456789abcdef.:,;=\"\\[]_ %for=unknown\t\0ü".unicodeScalars)
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<random.next(80) { text.unicodeScalars.append(alphabet[random.next(alphabet.count)]) }
            #expect(try Self.client(of: "10.0.0.1", xForwardedFor: [text + ",203.0.113.7"], trusting: proxies) == "203.0.113.7")
            #expect(try Self.client(of: "10.0.0.1", xForwardedFor: [text, "203.0.113.7, 10.2.3.4"], trusting: proxies) == "203.0.113.7")
            #expect(try Self.client(of: "10.0.0.1", forwarded: [text, "for=203.0.113.7"], trusting: proxies) == "203.0.113.7")
            let joined = try Self.client(of: "10.0.0.1", forwarded: [text + ", for=203.0.113.7"], trusting: proxies)
            #expect(joined == "203.0.113.7" || joined == "10.0.0.1")
        }
    }
}

/// A small seeded generator (xorshift64).
private struct Scrambler {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        self.state ^= self.state << 13
        self.state ^= self.state >> 7
        self.state ^= self.state << 17
        return Int(self.state % UInt64(bound))
    }
}
