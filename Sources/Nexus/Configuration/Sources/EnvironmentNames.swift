import NexusCore

/// The environment variables that mean something to Nexus.
enum EnvironmentNames {
    /// Variables that are no keys.
    static let others: Set<String> = ["NEXUS_ENV", "NEXUS_CONFIG", "NEXUS_SECRETS_DIR"]

    /// Variables that are keys, and that Kubernetes also sets in every container beside a service of that name.
    private static let ports = ["NEXUS_API_PORT": "nexus-api", "NEXUS_MANAGEMENT_PORT": "nexus-management"]

    /// The variables without what Kubernetes says about services: it is no setting of anybody's.
    static func settings(_ environment: [String: String]) -> [String: String] {
        environment.filter { self.ports[$0.key] == nil || !$0.value.contains("://") }
    }

    /// One line for each variable that begins with `NEXUS_` and that nothing reads.
    static func warnings(_ environment: [String: String]) -> [String] {
        let known = self.others.union(OptionTable<NexusConfiguration>.configuration.options.map(\.environmentName))
        let names = environment.keys.filter {
            $0.hasPrefix("NEXUS_") && !known.contains($0) && !self.isServiceLink($0, environment[$0] ?? "")
        }
        let ignored = self.ports.filter { environment[$0.key]?.contains("://") == true }.map { name, service in
            let reason = "is what Kubernetes says about a service \(service), and is ignored; set enableServiceLinks: false"
            return ConfigurationError.line(name, reason)
        }
        return ignored.sorted()
            + names.sorted().map { name in
                if let fix = Gotchas.fix(forVariable: name) { return ConfigurationError.line(name, "no such key; \(fix)") }
                let hint = name.nearest(among: known.sorted()).map { "; did you mean \($0)?" } ?? ""
                return ConfigurationError.line("\(name.prefix(80))", "nothing reads it\(hint)")
            }
    }

    /// What Kubernetes sets in every container beside a service named `nexus`, `nexus-api` or `nexus-management`.
    private static func isServiceLink(_ name: String, _ value: String) -> Bool {
        ["NEXUS", "NEXUS_API", "NEXUS_MANAGEMENT"].contains { service in
            name.hasPrefix("\(service)_SERVICE_") || name.hasPrefix("\(service)_PORT_")
                || (name == "\(service)_PORT" && value.contains("://"))
        }
    }
}
