import Logging
import NexusAuth
import NexusCore

extension NexusConfiguration {
    func findAboutAudit(_ list: inout FindingList) {
        guard let audit else { return }
        if let key = audit.signingKey {
            self.findAboutSecret(key, key: "auth.audit.signing_key", in: &list)
        } else {
            list.add(
                .notice, "auth.audit.signing_key", "without a key, whoever can write the trail can also rewrite it unnoticed",
                if: audit.path != nil)
        }
        list.add(.warning, "auth.audit.overflow", "shed gives records up under load", if: audit.overflow == .shed)
        list.add(
            .warning, "auth.audit.log_request_body", "bodies hold personal data; redaction finds what has a known name or look",
            if: audit.logRequestBody)
        list.add(
            .warning, "auth.audit.log_response_body", "bodies hold personal data; redaction finds what has a known name or look",
            if: audit.logResponseBody)
        list.add(
            .warning, "auth.audit.exclude_paths", "/* leaves every request out of the trail", if: audit.excludePaths.contains("/*"))
        list.add(
            .warning, "auth.audit.durability", "durable has no effect on standard output; set path",
            if: audit.durability == .durable && audit.path == nil)
    }

    func findAboutEdge(_ list: inout FindingList) {
        let options = self.options
        for origin in options.cors?.origins ?? [] {
            list.add(self.strict, "cors_origins", "* lets every web page call", if: origin == "*")
            let isLoopback = ["http://localhost", "http://127.0.0.1", "http://[::1]"].contains {
                origin == $0 || origin.hasPrefix($0 + ":")
            }
            list.add(
                self.strict, "cors_origins", "\(origin) is not encrypted: whoever is on the way can be that page",
                if: origin.hasPrefix("http://") && !isLoopback)
            list.add(
                self.strict, "cors_origins", "\(origin) is a developer's own machine",
                if: isLoopback && !options.isDevelopment)
        }
        list.add(
            .notice, "management_port", "metrics are on the API's own port, behind read:metrics; a port of its own keeps them inside",
            if: options.enableMonitoring && options.managementPort == nil)
        for proxy in options.trustedProxies {
            let isEverybody = CIDRBlock(proxy).map { $0.prefixLength == 0 } ?? false
            list.add(self.strict, "trusted_proxies", "\(proxy) trusts everybody: a client chooses its own address", if: isEverybody)
        }
        list.add(
            .warning, "log_level", "\(options.logLevel) logs much, and slowly", if: options.logLevel < .info && !options.isDevelopment)
        let isLoopback = options.apiHost.hasPrefix("127.") || ["::1", "localhost"].contains(options.apiHost)
        list.add(
            .notice, "tls", "is off: put a proxy that encrypts in front, and name it in trusted_proxies",
            if: options.tls == nil && options.trustedProxies.isEmpty && !isLoopback)
    }
}
