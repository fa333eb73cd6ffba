import Crypto
import Foundation
import Testing

@testable import NexusAuth

@Suite("Prepared HMAC")
struct PreparedHMACTests {
    @Test("agrees with the library, whatever the length of key and message")
    func differential() {
        func codes<Hash: HashFunction>(_ hash: Hash.Type, _ algorithm: JWTAlgorithm) {
            for length in [32, 63, 64, 65, 127, 128, 129, 200] {
                var random = SeededRandom(UInt64(length))
                let secret = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                let hmac = PreparedHMAC(secret)
                for message in [0, 1, 55, 56, 64, 111, 112, 128, 1000].map({ Array(repeating: UInt8(length), count: $0) }) {
                    var code = Array(HMAC<Hash>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
                    #expect(hmac.isValid(code, for: message[...], algorithm: algorithm))
                    #expect(!hmac.isValid(code.dropLast(), for: message[...], algorithm: algorithm))
                    #expect(!hmac.isValid(code + [0], for: message[...], algorithm: algorithm))
                    #expect(!hmac.isValid(code, for: message + [0], algorithm: algorithm))
                    #expect(!hmac.isValid(code, for: message[...], algorithm: .rs256))
                    for index in code.indices {
                        code[index] ^= 1 << UInt8(index % 8)
                        #expect(!hmac.isValid(code, for: message[...], algorithm: algorithm))
                        code[index] ^= 1 << UInt8(index % 8)
                    }
                    // Differences that cancel one another out are differences.
                    code[0] ^= 0xFF
                    code[1] ^= 0xFF
                    #expect(!hmac.isValid(code, for: message[...], algorithm: algorithm))
                }
            }
        }
        codes(SHA256.self, .hs256)
        codes(SHA384.self, .hs384)
        codes(SHA512.self, .hs512)
    }

    @Test("RFC 4231: test case 6, a key longer than the block")
    func longKey() {
        let hmac = PreparedHMAC(Array(repeating: 0xAA, count: 131))
        let message = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        let code: [UInt8] = [
            0x60, 0xE4, 0x31, 0x59, 0x1E, 0xE0, 0xB6, 0x7F, 0x0D, 0x8A, 0x26, 0xAA, 0xCB, 0xF5, 0xB7, 0x7F, 0x8E, 0x0B, 0xC6, 0x21, 0x37,
            0x28,
            0xC5, 0x14, 0x05, 0x46, 0x04, 0x0F, 0x0E, 0xE3, 0x7F, 0x54,
        ]
        #expect(hmac.isValid(code, for: message[...], algorithm: .hs256))
    }
}
