import NexusAuth
import NexusCore
import Testing

@testable import Nexus

@Suite("nexus.yaml: the names of both languages, side by side")
struct NamesTests {
    /// Properties that have no key because only Swift can give them, and two whose key says its unit or its place.
    private static let exceptions: [String: String?] = [
        "max_token_age": "max_token_age_seconds", "directory": nil, "resolver": nil, "cors": nil,
        "is_development": nil, "is_preset_applied": nil,
    ]

    /// `tenantIDHeader` as `tenant_id_header`.
    private static func snakeCase(_ name: String) -> String {
        var words: [String] = [""]
        let letters = Array(name)
        for (index, letter) in letters.enumerated() {
            let follows = index + 1 < letters.count && letters[index + 1].isLowercase
            if letter.isUppercase, index > 0, letters[index - 1].isLowercase || follows { words.append("") }
            words[words.count - 1] += letter.lowercased()
        }
        return words.joined(separator: "_")
    }

    private static func names(of value: Any) -> Set<String> {
        Set(Mirror(reflecting: value).children.compactMap { $0.label.map(Self.snakeCase) }.compactMap { exceptions[$0, default: $0] })
    }

    private static func keys(below section: String) -> Set<String> {
        let prefix = section.isEmpty ? [] : section.split(separator: ".").map(String.init)
        let options = OptionTable<NexusConfiguration>.configuration.options
        return Set(options.filter { $0.path.starts(with: prefix) && $0.path.count > prefix.count }.map { $0.path[prefix.count] })
    }

    @Test func everyPropertyHasItsKey() {
        #expect(Self.names(of: JWTConfig()) == Self.keys(below: "auth.jwt"))
        #expect(Self.names(of: JWTConfig.Limits()) == Self.keys(below: "auth.jwt.limits"))
        #expect(Self.names(of: ClaimMapping()) == Self.keys(below: "auth.jwt.claims"))
        #expect(Self.names(of: RateLimitConfig()).subtracting(["store"]) == Self.keys(below: "auth.rate_limit"))
        #expect(Self.names(of: TenantConfig()) == Self.keys(below: "auth.tenant_isolation"))
        #expect(Self.names(of: AuditConfig()) == Self.keys(below: "auth.audit"))
        #expect(Self.names(of: ServerLimits()) == Self.keys(below: "limits"))
        #expect(Self.names(of: TLSOptions(certificate: "", privateKey: "")) == Self.keys(below: "tls"))
        #expect(Self.names(of: SecurityHeaders()) == Self.keys(below: "security_headers"))
        let cors = Self.names(of: CORSConfig(origins: [])).map { "cors_\($0)" }
        #expect(Self.names(of: NexusOptions()).union(cors).union(["database", "auth"]) == Self.keys(below: ""))
        #expect(Self.keys(below: "auth") == ["jwt", "rbac", "rbac_default_role", "rate_limit", "tenant_isolation", "audit"])
    }

    @Test func everyPropertyOfAStructureHasItsKey() {
        func keys<Root>(_ table: OptionTable<Root>) -> Set<String> { Set(table.options.map { $0.path[0] }) }
        #expect(Self.names(of: Role(permissions: [])) == keys(OptionTable<Role>.role))
        #expect(Self.names(of: RouteLimit(requestsPerMinute: 1)) == keys(OptionTable<RouteLimit>.routeLimit))
        #expect(Self.names(of: TrustedIssuer(issuer: "a")) == keys(OptionTable<TrustedIssuer>.issuer))
    }

    @Test func everyKeyHasAVariableOfItsOwn() {
        let options = OptionTable<NexusConfiguration>.configuration.options
        #expect(Set(options.map(\.environmentName)).count == options.count)
        #expect(
            OptionTable<NexusConfiguration>.configuration["auth.rate_limit.redis_url"]?.environmentName == "NEXUS_AUTH_RATE_LIMIT_REDIS_URL"
        )
    }

    @Test func theReferenceHasEveryKey() {
        let markdown = ConfigurationReference.markdown
        for option in OptionTable<NexusConfiguration>.configuration.options {
            #expect(markdown.contains("| `\(option.key)` |"))
            #expect(markdown.contains("`\(option.environmentName)`"))
        }
        for key in ["`inherits`", "`burst_size`", "`discovery`"] { #expect(markdown.contains(key)) }
        for preset in Preset.all { #expect(markdown.contains("`\(preset)`")) }
        #expect(!markdown.contains("Optional("))
        #expect(markdown.contains("| `requests_per_minute` | a whole number from 1 to 10000000 |  | Requests"))
        #expect(markdown.contains("| `api_port` | a whole number from 0 to 65535 | `8000` |"))
    }
}
