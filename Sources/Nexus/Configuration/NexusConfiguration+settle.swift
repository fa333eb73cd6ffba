import NexusAuth
import NexusCore

extension NexusConfiguration {
    /// What follows once all keys are read.
    mutating func settle(_ stack: PresetStack) {
        if self.options.cors?.origins.isEmpty == true, !self.wasSet("cors_") { self.options.cors = nil }
        // A preset's limit is each caller's; beside the plugin's own limits it would cap whole networks.
        if self.rateLimit != nil, self.origins["rate_limit"]?.source == .preset {
            self.options.rateLimit = nil
            self.origins["rate_limit"] = nil
        }
        if case .database? = self.audit?.backend.kind, [.preset, .development].contains(self.origins["auth.audit.path"]?.source) {
            self.audit?.path = ".nexus/audit.sqlite"
        }
        // A default role goes with the roles that it is one of.
        if self.origins["auth.rbac_default_role"]?.source == .development, self.origins["auth.rbac"]?.source != .development {
            self.rbacDefaultRole = nil
            self.origins["auth.rbac_default_role"] = nil
        }
        guard stack.needsCredentials, var jwt, jwt.secret == nil, jwt.issuers.isEmpty else { return }
        let isGiven = self.wasSet("auth.jwt.algorithm")
        guard !isGiven, jwt.algorithms.isEmpty, jwt.publicKey != nil || jwt.jwksURL != nil || jwt.discovery else { return }
        jwt.algorithm = .rs256
        self.jwt = jwt
        self.origins["auth.jwt.algorithm"] = ValueOrigin(source: .preset, place: "preset \(stack.preset)")
    }

    /// Keys that do not fit together.
    func contradictions(_ stack: PresetStack) -> [String] {
        var problems: [String] = []
        func refuse(_ condition: Bool, _ key: String, _ reason: String) {
            if condition { problems.append(ConfigurationError.line(self.place(of: key), reason)) }
        }
        let isCredentialed = self.jwt.map { $0.hasOwnKeys || !$0.issuers.isEmpty }
        if stack.needsCredentials, isCredentialed != true {
            problems.append(PresetStack.missingCredentials(stack.preset))
        } else {
            refuse(self.rbac != nil && self.jwt == nil, "auth.rbac", "needs auth.jwt; add jwt with a secret, public_key or jwks_url")
            refuse(
                self.tenantIsolation != nil && self.jwt == nil, "auth.tenant_isolation",
                "needs auth.jwt; add jwt with a secret, public_key or jwks_url")
        }
        refuse(self.rbacDefaultRole != nil && self.rbac == nil, "auth.rbac_default_role", "needs auth.rbac")
        refuse(
            self.options.cors?.origins.isEmpty == true, "cors_origins", "is empty: the other cors_ keys have no effect without an origin")
        if let cors = self.options.cors {
            refuse(
                cors.allowCredentials && cors.origins.contains("*"), "cors_allow_credentials",
                "credentials and the origin * exclude each other; list the origins")
        }
        if let tls = self.options.tls {
            refuse(tls.certificate.isEmpty, "tls.certificate", "is missing: tls needs a certificate and a private_key")
            refuse(tls.privateKey.isEmpty, "tls.private_key", "is missing: tls needs a certificate and a private_key")
        }
        refuse(self.options.autoDiscovery, "auto_discovery", "true is not supported yet; register routes and plugins in code")
        refuse(
            self.options.managementPort == self.options.apiPort && self.options.apiPort != 0, "management_port",
            "is the same as api_port; choose another one")
        for (key, reason) in self.idleAuditOptions { refuse(true, key, reason) }
        return problems
    }

    /// Whether somebody, a preset too, set a key that begins with a text.
    private func wasSet(_ prefix: String) -> Bool { self.origins.keys.contains { $0.hasPrefix(prefix) } }

    /// A key with the place its value came from.
    func place(of key: String) -> String {
        guard let origin = self.origins[key] else { return key }
        return origin.source == .environment ? origin.place : "\(origin.place): \(key)"
    }
}
