/// Names that people write by mistake, and what they want instead (specification, "Common Auth Gotchas").
enum Gotchas {
    private static let fixes = [
        "auth.jwt.secret_key": "use secret, not secret_key",
        "auth.jwt.exclude_paths": "use exempt_paths, not exclude_paths",
        "auth.tenant_isolation.admin_roles": "use admin_role, one role as a text",
        "auth.rate_limit.exclude_paths": "rate_limit has no exclude_paths; use route_limits with null, such as \"/health\": null",
        "auth.tenant_isolation.exempt_paths": "use exclude_paths, not exempt_paths",
        "auth.audit.exempt_paths": "use exclude_paths, not exempt_paths",
    ]

    /// The keys that people write by mistake.
    static var keys: [String] { self.fixes.keys.sorted() }

    /// What to write instead of a key, if it is one of these.
    static func fix(for key: String) -> String? { self.fixes[key] }

    /// What to set instead of an environment variable, if it is one of these.
    static func fix(forVariable name: String) -> String? {
        self.fixes.first { key, _ in "NEXUS_" + key.uppercased().replacing(".", with: "_") == name }?.value
    }
}
