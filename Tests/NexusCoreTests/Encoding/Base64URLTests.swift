import Testing

@testable import NexusCore

@Suite("Base64url")
struct Base64URLTests {
    @Test(
        "RFC 4648 §10 vectors, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test(
        "padding, foreign characters, white space and impossible lengths are refused",
        arguments: [
            "Zg==", "Zm8=", "Zm9v+", "Zm9/", "Zm 9v", "Zm9v\n", "Z", "Zm9vY", "Zm9v.", "Zm9\u{0}", "Zm9é", "=", "====",
        ])
    func refused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test("one byte string has one text: trailing bits must be zero")
    func canonical() {
        for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
            for prefix in ["A", "AA"] {
                let text = prefix + String(last)
                guard let bytes = Base64URL.decode(text) else { continue }
                #expect(Base64URL.encode(bytes) == text)
            }
        }
        #expect(Base64URL.decode("Zh") == nil)
        #expect(Base64URL.decode("Zm9") == nil)
    }

    @Test("every byte survives at every position")
    func roundTrip() {
        for length in 0..<20 {
            for seed in 0..<64 {
                let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ seed &* 29) }
                #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            }
        }
    }

    @Test("slices are read from where they begin")
    func slice() {
        let text = Array("xxZm9vxx".utf8)
        #expect(Base64URL.decode(text[2..<6]) == Array("foo".utf8))
    }
}
