import NexusCore
import Testing

@testable import NexusAuth

@Suite("Verified-token cache")
struct VerifiedTokenCacheTests {
    private func verified(_ name: String) throws -> VerifiedToken {
        VerifiedToken(
            principal: Principal(identity: Identity(userID: name), grants: Grants()), issuerIndex: 0, algorithm: .hs256, keyID: nil,
            thumbprint: KeyThumbprint(members: ["k": "x"]), times: try TokenTimes([:]), generation: 0)
    }

    private func token(_ number: Int) -> String {
        "header.payload.\(number).\(String(repeating: "s", count: 80))\(number)"
    }

    @Test("exact bytes decide: a look-alike that Unicode calls equal is not the token")
    func exactBytes() throws {
        let cache = VerifiedTokenCache(maximumEntries: 10, maximumBytes: 100_000)
        let token = "K" + String(repeating: "x", count: 100)
        let twin = "\u{212A}" + String(repeating: "x", count: 100)
        #expect(token == twin)
        cache.insert(try self.verified("a"), for: token)
        #expect(cache.find(token) != nil)
        #expect(cache.find(twin) == nil)
        #expect(cache.find(String(token.dropLast())) == nil)
        #expect(cache.find(token + "x") == nil)
        #expect(cache.find("") == nil)
    }

    @Test("entries and bytes are bounded, and nothing is remembered where the bound is zero", arguments: [1, 3, 1000, 5000])
    func bounds(entries: Int) throws {
        let cache = VerifiedTokenCache(maximumEntries: entries, maximumBytes: .max / 2)
        for number in 0..<(entries * 2 + 50) { cache.insert(try self.verified("u"), for: self.token(number)) }
        #expect(cache.statistics.entries <= entries)
        #expect(cache.statistics.entries > entries / 2)
        let small = VerifiedTokenCache(maximumEntries: entries, maximumBytes: 3000)
        for number in 0..<100 {
            small.insert(try self.verified("u"), for: self.token(number))
            #expect(small.statistics.bytes <= 3000)
        }
        for (entries, bytes) in [(0, 1000), (10, 0), (10, 500)] {
            let none = VerifiedTokenCache(maximumEntries: entries, maximumBytes: bytes)
            none.insert(try self.verified("u"), for: self.token(1))
            #expect(none.find(self.token(1)) == nil)
            #expect(none.statistics.entries == 0)
        }
    }

    @Test("what is asked for survives what is not")
    func secondChance() throws {
        let cache = VerifiedTokenCache(maximumEntries: 100, maximumBytes: .max / 2)
        cache.insert(try self.verified("hot"), for: self.token(-1))
        for number in 0..<10_000 {
            cache.insert(try self.verified("cold"), for: self.token(number))
            #expect(cache.find(self.token(-1)) != nil)
        }
        #expect(cache.statistics.evictions == 9901)
    }
}
