import NexusAuth

/// The parts as they are set: the first key of a part installs it with its defaults.
extension NexusConfiguration {
    var jwtPart: JWTConfig {
        get { self.jwt ?? JWTConfig() }
        set { self.jwt = newValue }
    }

    var rbacPart: RBACConfig {
        get { self.rbac ?? [:] }
        set { self.rbac = newValue }
    }

    var rateLimitPart: RateLimitConfig {
        get { self.rateLimit ?? RateLimitConfig() }
        set { self.rateLimit = newValue }
    }

    var tenantIsolationPart: TenantConfig {
        get { self.tenantIsolation ?? TenantConfig() }
        set { self.tenantIsolation = newValue }
    }

    var auditPart: AuditConfig {
        get { self.audit ?? AuditConfig() }
        set { self.audit = newValue }
    }

    var corsPart: CORSConfig {
        get { self.options.cors ?? CORSConfig(origins: []) }
        set { self.options.cors = newValue }
    }

    var securityHeadersPart: SecurityHeaders {
        get { self.options.securityHeaders ?? SecurityHeaders() }
        set { self.options.securityHeaders = newValue }
    }

    var tlsPart: TLSOptions {
        get { self.options.tls ?? TLSOptions(certificate: "", privateKey: "") }
        set { self.options.tls = newValue }
    }

    /// Installs a section with its defaults, where it is a part of its own.
    mutating func install(_ section: String) {
        switch section {
        case "auth.jwt": self.jwt = self.jwtPart
        case "auth.rate_limit": self.rateLimit = self.rateLimitPart
        case "auth.tenant_isolation": self.tenantIsolation = self.tenantIsolationPart
        case "auth.audit": self.audit = self.auditPart
        case "security_headers": self.options.securityHeaders = self.securityHeadersPart
        default: break
        }
    }

    /// Takes a section out that is there by default.
    mutating func remove(_ section: String) {
        if section == "security_headers" { self.options.securityHeaders = nil }
    }
}
