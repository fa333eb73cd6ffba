/// A `nexus.yaml` in which every key has a value other than its default.
enum FullConfiguration {
    static let yaml = """
        preset: none
        api_host: 0.0.0.0
        api_port: 9000
        rate_limit: 1000
        cors_origins: ["https://app.example.com", "https://*.example.org"]
        cors_allow_credentials: true
        cors_allow_methods: [GET, POST]
        cors_allow_headers: [Authorization]
        cors_expose_headers: [X-Request-ID]
        cors_max_age: 5m
        enable_monitoring: true
        management_port: 9001
        log_level: DEBUG
        log_format: text
        auto_discovery: false
        trusted_proxies: [10.0.0.0/8, unix]
        tls:
          certificate: /etc/tls/chain.pem
          private_key: /etc/tls/key.pem
        limits:
          max_target_length: 4KiB
          max_header_size: 32KiB
          max_header_count: 50
          max_body_size: 2MiB
          max_connections: 500
          max_connections_per_address: 50
          max_pipelined_requests: 4
          idle_timeout: 30s
          header_timeout: 5s
          body_timeout: 2m
          min_body_rate: 1KB
          min_body_rate_grace: 10s
          handler_timeout: 1m
          write_timeout: 15s
          stream_idle_timeout: 1m
          max_unread_body: 32KiB
          linger_time: 1s
          max_concurrent_streams: 50
          max_stream_resets: 100
          max_control_frames: 150
        docs_assets: /srv/swagger
        enable_docs: false
        title: Articles
        version: 2.1.0
        security_headers:
          content_security_policy: default-src 'self'
          referrer_policy: same-origin
          strict_transport_security: max-age=60
        database: /var/lib/nexus.sqlite
        client_address_field: x-forwarded-for
        handler_executor: concurrent_pool
        shutdown_timeout: 45s
        shutdown_delay: 500ms
        auth:
          jwt:
            secret: ${NEXUS_TEST_JWT}
            algorithm: HS384
            algorithms: [HS256, HS384]
            public_key: file:/run/secrets/key.pem
            jwks_url: https://auth.example.com/jwks.json
            jwks_cache_ttl: 10m
            jwks_stale_limit: 6h
            jwks_ca_file: /etc/tls/authorities.pem
            discovery: true
            issuer: https://auth.example.com
            audience: [api, admin-api]
            leeway: 30s
            verify_exp: false
            exempt_paths: [/health, /docs/*]
            token_header: X-Token
            token_cookie: session
            token_query_param: access_token
            max_token_age_seconds: 3600
            accepted_types: [at+jwt]
            claims: {user_id: uid, roles: realm_access.roles, permissions: scope, tenant: org, email: mail}
            limits: {maximum_token_size: 4KiB, cached_tokens: 10, cached_bytes: 1MiB}
            issuers:
              - issuer: https://other.example.com
                algorithms: [ES256]
                secret: file:/a
                public_key: file:/b
                jwks_url: https://other.example.com/jwks.json
                discovery: true
                audience: other
                claims: {user_id: a, roles: b, permissions: c, tenant: d, email: e}
          rbac:
            admin: ["*"]
            editor: {permissions: ["read:*", "write:articles"], inherits: [viewer], deny: ["read:secrets"], description: Writes}
            viewer: ["read:*"]
          rbac_default_role: viewer
          rate_limit:
            requests_per_minute: 200
            burst_size: 40
            backend: redis
            redis_url: rediss://user:pass@redis.example.com/0
            route_limits:
              /api/chat/*: {requests_per_minute: 30}
              /api/auth/login: {requests_per_minute: 10, burst_size: 5, shadow: true, fail_open: local}
              /health: null
            include_headers: false
            fail_open: false
            local_share: 0.25
            maximum_keys: 1000
            failed_tokens_per_minute: null
            preflights_per_minute: 42
            redis_timeout: 20ms
            redis_key_prefix: "app:"
            shadow: true
          tenant_isolation:
            tenant_id_header: X-Org
            jwt_claim: org
            allow_admin_override: false
            admin_role: root
            exclude_paths: [/health]
            required: false
          audit:
            backend: logging
            path: /var/log/audit.jsonl
            log_level: notice
            log_request_body: true
            log_response_body: true
            max_body_log_size: 20KiB
            log_query: false
            exclude_paths: [/health, /metrics]
            include_headers: [User-Agent]
            redact_headers: [X-Secret]
            redact_fields: [iban]
            durability: durable
            overflow: shed
            queue_capacity: 100
            queue_bytes: 1MiB
            sync_interval: 250ms
            rotation_size: 10MiB
            rotation_interval: 1h
            retention_count: 7
            retention_age: 30d
            checkpoint_interval: 50
            signing_key: ${NEXUS_TEST_SIGNING}
        """
}
