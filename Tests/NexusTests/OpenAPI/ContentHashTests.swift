import Testing

@testable import Nexus

@Suite struct ContentHashTests {
    @Test("FIPS 180-2 example 'abc'")
    func hashes() {
        let hash = ContentHash(of: "abc".utf8)
        #expect(hash.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hash.sourceExpression == "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='")
    }
}
