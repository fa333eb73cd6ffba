import Crypto
import NexusReference
import Testing

@Suite struct PasswordHashTests {
    /// RFC 7914 §12; the fourth vector needs 1 GiB and is left out.
    @Test(arguments: [
        (
            "", "", 4, 1, 1,
            """
            77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
            fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
            """
        ),
        (
            "password", "NaCl", 10, 8, 16,
            """
            fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
            2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
            """
        ),
        (
            "pleaseletmein", "SodiumChloride", 14, 8, 1,
            """
            7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
            d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
            """
        ),
    ])
    func derivesTheVectorsOfTheRFC(password: String, salt: String, logarithm: Int, blockSize: Int, parallelism: Int, key: String) throws {
        let parameters = try #require(ScryptParameters(logarithm: logarithm, blockSize: blockSize, parallelism: parallelism))
        let derived = try parameters.derive(from: Array(password.utf8), salt: Array(salt.utf8), count: 64)
        #expect(derived.withUnsafeBytes { $0.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() } == key)
    }

    @Test func readsWhatItWrites() async throws {
        let text = "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
        let hash = try #require(PasswordHash(parsing: text))
        #expect(hash.parameters == .standard)
        #expect(hash.encoded == text)
        #expect("\(hash)" == "(password hash)")
    }

    @Test(arguments: [
        "", "$", "$$$$", "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw",
        "scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$bcrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=15,r=8$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$r=8,ln=15,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=+15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=015,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=0,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=20,r=16,p=16$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=63,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=99999999999999999999,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=15,r=-8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=15,r=8,p=1$AAEC$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAEC",
        "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODx$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=15,r=8,p=1$AAEC-_QFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
        "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw$",
    ])
    func anythingElseIsRefused(text: String) {
        #expect(PasswordHash(parsing: text) == nil)
    }

    @Test func costsAreBounded() {
        #expect(ScryptParameters(logarithm: 15, blockSize: 8, parallelism: 1) == .standard)
        #expect(ScryptParameters(logarithm: 18, blockSize: 8, parallelism: 1) != nil)
        #expect(ScryptParameters(logarithm: 18, blockSize: 8, parallelism: 2) == nil)
        #expect(ScryptParameters(logarithm: .max, blockSize: .max, parallelism: .max) == nil)
        #expect(ScryptParameters(logarithm: .min, blockSize: 0, parallelism: -1) == nil)
    }
}
