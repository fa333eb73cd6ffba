import NexusCore

/// The environment variables that mean something to Nexus.
enum EnvironmentNames {
    /// Variables that are no keys.
    static let others: Set<String> = ["NEXUS_ENV", "NEXUS_CONFIG", "NEXUS_SECRETS_DIR"]

    /// One line for each variable that begins with `NEXUS_` and that nothing reads.
    static func warnings(_ environment: [String: String]) -> [String] {
        let known = self.others.union(OptionTable<NexusConfiguration>.configuration.options.map(\.environmentName))
        let names = environment.keys.filter {
            $0.hasPrefix("NEXUS_") && !known.contains($0) && !self.isServiceLink($0, environment[$0] ?? "")
        }
        return names.sorted().map { name in
            if let fix = Gotchas.fix(forVariable: name) { return ConfigurationError.line(name, "no such key; \(fix)") }
            let hint = name.nearest(among: known.sorted()).map { "; did you mean \($0)?" } ?? ""
            return ConfigurationError.line("\(name.prefix(80))", "nothing reads it\(hint)")
        }
    }

    /// What Kubernetes sets in every container beside a service named `nexus`.
    private static func isServiceLink(_ name: String, _ value: String) -> Bool {
        name.hasPrefix("NEXUS_SERVICE_") || name.hasPrefix("NEXUS_PORT_") || (name == "NEXUS_PORT" && value.contains("://"))
    }
}
