import Crypto
import CryptoExtras
import Foundation

/// Writes the tokens that the load generator sends, one a line, and the public keys they verify with.
///
/// `BenchTokens FOLDER [SECRET]`: `hs256.txt`, `rs256.txt`, `es256.txt` hold a thousand valid tokens of a thousand users each,
/// `bad.txt` a thousand with a wrong signature, `stranger.txt` a thousand of users without a right.
@main
struct BenchTokens {
    static let count = 1_000

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else {
            print("usage: BenchTokens FOLDER [SECRET]")
            return
        }
        let folder = URL(filePath: arguments[1], directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let secret = SymmetricKey(data: Data((arguments.count > 2 ? arguments[2] : "0123456789abcdef0123456789abcdef").utf8))
        let wrong = SymmetricKey(size: .bits256)
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let curve = P256.Signing.PrivateKey()

        func hmac(_ key: SymmetricKey) -> (Data) throws -> Data {
            { Data(HMAC<SHA256>.authenticationCode(for: $0, using: key)) }
        }
        let sets: [(name: String, algorithm: String, role: String, sign: (Data) throws -> Data)] = [
            ("hs256", "HS256", "user", hmac(secret)),
            ("bad", "HS256", "user", hmac(wrong)),
            ("stranger", "HS256", "nobody", hmac(secret)),
            ("rs256", "RS256", "user", { try rsa.signature(for: SHA256.hash(data: $0), padding: .insecurePKCS1v1_5).rawRepresentation }),
            ("es256", "ES256", "user", { try curve.signature(for: SHA256.hash(data: $0)).rawRepresentation }),
        ]
        for set in sets {
            let tokens = try (1...Self.count).map { try Self.token(user: $0, role: set.role, algorithm: set.algorithm, set.sign) }
            try Data(tokens.joined(separator: "\n").utf8).write(to: folder.appending(path: "\(set.name).txt"))
        }
        try Data(rsa.publicKey.pemRepresentation.utf8).write(to: folder.appending(path: "rs256.pem"))
        try Data(curve.publicKey.pemRepresentation.utf8).write(to: folder.appending(path: "es256.pem"))
    }

    /// A token in compact form that holds for a day.
    private static func token(user: Int, role: String, algorithm: String, _ sign: (Data) throws -> Data) throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        let header = #"{"alg":"\#(algorithm)","typ":"JWT"}"#
        let claims =
            #"{"sub":"user-\#(user)","roles":["\#(role)"],"tenant_id":"tenant-\#(user % 10)","iat":\#(now),"exp":\#(now + 86_400)}"#
        let input = "\(self.base64URL(Data(header.utf8))).\(self.base64URL(Data(claims.utf8)))"
        return "\(input).\(self.base64URL(try sign(Data(input.utf8))))"
    }

    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
