import NexusAuth
import NexusCore
import Testing

@Suite struct LimitSubjectTests {
    private static let seed = SipHash128.Key(1, 2)

    /// Pairs that a careless encoding would let share a bucket.
    private static let distinct: [LimitSubject] = [
        .identity(issuer: nil, user: "u", tenant: nil),
        .identity(issuer: "", user: "u", tenant: nil),
        .identity(issuer: nil, user: "u", tenant: ""),
        .identity(issuer: "", user: "u", tenant: ""),
        .identity(issuer: "u", user: "", tenant: nil),
        .identity(issuer: nil, user: "", tenant: "u"),
        .identity(issuer: "a", user: "c", tenant: "b"),
        .identity(issuer: "ab", user: "c", tenant: ""),
        .identity(issuer: "a:b", user: "c", tenant: nil),
        .identity(issuer: "a", user: "b:c", tenant: nil),
        .identity(issuer: "a", user: "b%3ac", tenant: nil),
        .identity(issuer: "a", user: "b}c", tenant: nil),
        .identity(issuer: "a", user: "b\0", tenant: nil),
        .identity(issuer: "a", user: "b\0\0", tenant: nil),
        .identity(issuer: "a", user: "b", tenant: nil),
        .identity(issuer: nil, user: "192.0.2.1", tenant: nil),
        .identity(issuer: nil, user: String(repeating: "x", count: 600), tenant: nil),
        .identity(issuer: nil, user: String(repeating: "x", count: 601), tenant: nil),
        .address(IPAddress(v4: 0xC000_0201)),
        .address(IPAddress(v4: 0xC000_0202)),
        .address(IPAddress(v6High: 0x2001_0DB8_0000_0000, low: 1)),
        .address(IPAddress(v6High: 0x2001_0DB8_0000_0001, low: 1)),
        .address(IPAddress(v6High: 0, low: 0xC000_0201)),
    ]

    @Test func noTwoSubjectsShareAKey() {
        #expect(Set(Self.distinct.map { $0.key(seed: Self.seed) }).count == Self.distinct.count)
        #expect(Set(Self.distinct.map { $0.storeKey(rule: "default") }).count == Self.distinct.count)
    }

    @Test func anIPv6SubscriberIsCountedByItsPrefixOf64Bits() throws {
        let first = LimitSubject.address(try #require(IPAddress("2001:db8:1:2::1")))
        let second = LimitSubject.address(try #require(IPAddress("2001:db8:1:2:ffff::9")))
        let other = LimitSubject.address(try #require(IPAddress("2001:db8:1:3::1")))
        #expect(first.key(seed: Self.seed) == second.key(seed: Self.seed))
        #expect(first.storeKey(rule: "r") == second.storeKey(rule: "r"))
        #expect(first.key(seed: Self.seed) != other.key(seed: Self.seed))
        #expect(first.storeKey(rule: "r") != other.storeKey(rule: "r"))
    }

    @Test func aMappedAddressIsTheIPv4AddressItStandsFor() throws {
        let mapped = LimitSubject.address(try #require(IPAddress("::ffff:192.0.2.1")))
        let plain = LimitSubject.address(try #require(IPAddress("192.0.2.1")))
        #expect(mapped.key(seed: Self.seed) == plain.key(seed: Self.seed))
        #expect(mapped.storeKey(rule: "r") == plain.storeKey(rule: "r"))
    }

    @Test func storeKeysAreOneHashTagOfBoundedLength() {
        for subject in Self.distinct {
            for rule in ["default", "/api/chat/{room}", "/a}b{c", String(repeating: "/long", count: 200)] {
                let key = subject.storeKey(rule: rule)
                #expect(key.utf8.count <= 512)
                #expect(key.hasPrefix("{") && key.hasSuffix("}"))
                #expect(key.utf8.filter { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }.count == 2)
            }
        }
    }

    @Test func storeKeysReadLikeThis() {
        let user = LimitSubject.identity(issuer: "https://idp.example/", user: "u 1", tenant: "acme")
        #expect(user.storeKey(rule: "/api/chat/*") == "{/api/chat/%2a:u:=https%3a//idp.example/:=acme:u%201}")
        #expect(LimitSubject.address(IPAddress(v4: 0xC000_0201)).storeKey(rule: "default") == "{default:a:192.0.2.1}")
        let long = LimitSubject.identity(issuer: nil, user: String(repeating: "x", count: 600), tenant: nil)
        #expect(long.storeKey(rule: "default").hasPrefix("{h:") && long.storeKey(rule: "default").utf8.count == 68)
        #expect(long.storeKey(rule: "default") != long.storeKey(rule: "other"))
    }

    @Test func anotherSeedGivesOtherKeys() {
        let subject = LimitSubject.identity(issuer: nil, user: "u", tenant: nil)
        #expect(subject.key(seed: Self.seed) != subject.key(seed: SipHash128.Key(1, 3)))
    }
}
