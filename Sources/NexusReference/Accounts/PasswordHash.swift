import Crypto
import Foundation

/// A salted scrypt hash of a password, with its parameters.
package struct PasswordHash: Sendable, Hashable, CustomStringConvertible {
    /// Bytes of a salt and of a key that are made here.
    static let (saltLength, keyLength) = (16, 32)

    /// What it cost.
    package let parameters: ScryptParameters
    let salt: [UInt8]
    let key: [UInt8]

    /// Creates a hash from its parts.
    init(parameters: ScryptParameters, salt: [UInt8], key: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.key = key
    }

    /// A hash that no password has: it is compared against when there is no user, at the same cost.
    static func decoy(parameters: ScryptParameters) -> PasswordHash {
        PasswordHash(parameters: parameters, salt: .random(count: self.saltLength), key: .random(count: self.keyLength))
    }

    /// Reads the form of ``encoded``; nothing else is accepted, no second spelling of the same hash either.
    package init?(parsing text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard text.utf8.count <= 512, parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let numbers = parts[2].split(separator: ",", omittingEmptySubsequences: false)
        guard numbers.count == 3,
            let logarithm = Self.number(numbers[0], "ln="), let blockSize = Self.number(numbers[1], "r="),
            let parallelism = Self.number(numbers[2], "p="),
            let parameters = ScryptParameters(logarithm: logarithm, blockSize: blockSize, parallelism: parallelism),
            let salt = Self.bytes(parts[3], 8...64), let key = Self.bytes(parts[4], 16...64)
        else { return nil }
        self.init(parameters: parameters, salt: salt, key: key)
        guard self.encoded == text else { return nil }
    }

    /// The form that is stored: `$scrypt$ln=15,r=8,p=1$salt$key`, both in base64 without padding (RFC 4648 §4).
    package var encoded: String {
        let costs = "ln=\(self.parameters.logarithm),r=\(self.parameters.blockSize),p=\(self.parameters.parallelism)"
        return "$scrypt$\(costs)$\(Self.text(self.salt))$\(Self.text(self.key))"
    }

    /// Whether a derived key is this one; takes the same time wherever they differ.
    func matches(_ derived: SymmetricKey) -> Bool {
        derived == SymmetricKey(data: self.key)
    }

    /// Says what it is, never its bytes.
    package var description: String { "(password hash)" }

    private static func number(_ text: Substring, _ name: String) -> Int? {
        text.hasPrefix(name) ? Int(text.dropFirst(name.count)) : nil
    }

    private static func bytes(_ text: Substring, _ lengths: ClosedRange<Int>) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text + padding), lengths.contains(data.count) else { return nil }
        return Array(data)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }
}
