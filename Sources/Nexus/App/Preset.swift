/// A stack of defaults, by name (specification, "Presets").
public struct Preset: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    /// The name, as `nexus.yaml` spells it.
    public let rawValue: String

    /// Creates a preset by name; ``all`` has those that exist.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name, as `nexus.yaml` spells it.
    public var description: String { self.rawValue }

    /// Only what is configured: not even the security headers.
    public static let none = Preset(rawValue: "none")
    /// CORS as configured, security headers. The default.
    public static let lightweight = Preset(rawValue: "lightweight")
    /// Lightweight, a limit of 100 requests a minute for each caller, metrics.
    public static let standard = Preset(rawValue: "standard")
    /// Standard, and tokens, roles, tenants and an audit trail from the environment.
    public static let saas = Preset(rawValue: "saas")
    /// Saas, and limits for each identity, failed tokens among them, and a durable audit trail.
    public static let enterprise = Preset(rawValue: "enterprise")

    /// The presets that exist.
    public static let all: [Preset] = [.none, .lightweight, .standard, .saas, .enterprise]
}
