/// What development mode fills in, as a `nexus.yaml` below everything that the environment says.
enum DevelopmentDefaults {
    /// The folder of its files, below the working directory and ignored by git.
    static let folder = ".nexus"

    /// Everything on but the secret, which is made once and kept in the folder. The database is its own: demo accounts never meet real ones.
    static let yaml = """
        title: Nexus reference API
        enable_monitoring: true
        docs_assets: \(Self.folder)/swagger-ui
        database: \(Self.folder)/development.sqlite
        auth:
          jwt: {}
          rbac:
            admin: ["*"]
            editor: ["read:*", "write:articles"]
            viewer: ["read:*"]
          rbac_default_role: viewer
          rate_limit:
            route_limits:
              /api/chat/*: {requests_per_minute: 30}
              /api/auth/login: {requests_per_minute: 10, burst_size: 5}
          tenant_isolation: {admin_role: admin}
          audit: {path: \(Self.folder)/audit.jsonl, exclude_paths: [/healthz, /readyz]}
        """
}
