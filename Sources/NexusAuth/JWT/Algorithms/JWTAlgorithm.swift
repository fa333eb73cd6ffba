internal import NexusCore

/// A signature algorithm (RFC 7518 §3.1, RFC 8037 §3.1). `none` is not one.
///
/// Algorithms belong to keys and to the configuration's allow-list; what a token claims can only select among them.
public struct JWTAlgorithm: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case hs256, hs384, hs512
        case rs256, rs384, rs512
        case ps256, ps384, ps512
        case es256, es384, es512
        case edDSA
    }

    package let kind: Kind

    package init(_ kind: Kind) {
        self.kind = kind
    }

    /// Reads the name of an algorithm, in the spelling of the registry: case counts.
    /// - Parameter name: For example `RS256`.
    public init?(_ name: String) {
        guard let match = Self.all.first(where: { $0.name.hasSameBytes(as: name) }) else { return nil }
        self = match
    }

    /// HMAC with SHA-256.
    public static let hs256 = JWTAlgorithm(.hs256)
    /// HMAC with SHA-384.
    public static let hs384 = JWTAlgorithm(.hs384)
    /// HMAC with SHA-512.
    public static let hs512 = JWTAlgorithm(.hs512)
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    public static let rs256 = JWTAlgorithm(.rs256)
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    public static let rs384 = JWTAlgorithm(.rs384)
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    public static let rs512 = JWTAlgorithm(.rs512)
    /// RSASSA-PSS with SHA-256.
    public static let ps256 = JWTAlgorithm(.ps256)
    /// RSASSA-PSS with SHA-384.
    public static let ps384 = JWTAlgorithm(.ps384)
    /// RSASSA-PSS with SHA-512.
    public static let ps512 = JWTAlgorithm(.ps512)
    /// ECDSA on P-256 with SHA-256.
    public static let es256 = JWTAlgorithm(.es256)
    /// ECDSA on P-384 with SHA-384.
    public static let es384 = JWTAlgorithm(.es384)
    /// ECDSA on P-521 with SHA-512.
    public static let es512 = JWTAlgorithm(.es512)
    /// Ed25519.
    public static let edDSA = JWTAlgorithm(.edDSA)

    /// Every algorithm there is.
    public static let all: [JWTAlgorithm] = Kind.allCases.map(JWTAlgorithm.init)

    /// The registered name.
    public var name: String {
        switch self.kind {
        case .hs256: "HS256"
        case .hs384: "HS384"
        case .hs512: "HS512"
        case .rs256: "RS256"
        case .rs384: "RS384"
        case .rs512: "RS512"
        case .ps256: "PS256"
        case .ps384: "PS384"
        case .ps512: "PS512"
        case .es256: "ES256"
        case .es384: "ES384"
        case .es512: "ES512"
        case .edDSA: "EdDSA"
        }
    }

    /// The registered name.
    public var description: String { self.name }

    /// Whether signer and verifier share one secret.
    public var isSymmetric: Bool { AlgorithmSet.hmac.contains(self) }
}
