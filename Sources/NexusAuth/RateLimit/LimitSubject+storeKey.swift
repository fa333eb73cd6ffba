private import Crypto
import NexusCore

extension LimitSubject {
    /// Longest key handed to a store, in bytes.
    static let maximumStoreKeyLength = 512

    /// The bucket's name in a store outside the process.
    ///
    /// `{rule:u:=issuer:=tenant:user}` or `{rule:a:address}`, every part percent-encoded, an absent one empty. It is injective;
    /// what would be longer than 512 bytes becomes `{h:` and its SHA-256. The braces make the whole name one Redis Cluster hash
    /// tag, and no part can bring a brace of its own.
    /// - Parameter rule: The name of the rule.
    package func storeKey(rule: String) -> String {
        var key: [UInt8] = [UInt8(ascii: "{")]
        key.append(encoding: rule)
        switch self {
        case .address(let address):
            key.append(contentsOf: ":a:".utf8)
            key.append(encoding: address.subscriberPrefix.description)
        case .identity(let issuer, let user, let tenant):
            key.append(contentsOf: ":u:".utf8)
            key.append(encodingOptional: issuer)
            key.append(UInt8(ascii: ":"))
            key.append(encodingOptional: tenant)
            key.append(UInt8(ascii: ":"))
            key.append(encoding: user)
        }
        key.append(UInt8(ascii: "}"))
        if key.count > Self.maximumStoreKeyLength {
            let digest = SHA256.hash(data: key)
            key = Array("{h:".utf8)
            for byte in digest { key.append(hex: byte) }
            key.append(UInt8(ascii: "}"))
        }
        return String(decoding: key, as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate mutating func append(encodingOptional part: String?) {
        guard let part else { return }
        self.append(UInt8(ascii: "="))
        self.append(encoding: part)
    }

    fileprivate mutating func append(encoding part: String) {
        for byte in part.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "@"):
                self.append(byte)
            default:
                self.append(UInt8(ascii: "%"))
                self.append(hex: byte)
            }
        }
    }

    fileprivate mutating func append(hex byte: UInt8) {
        for nibble in [byte >> 4, byte & 15] {
            self.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
        }
    }
}
