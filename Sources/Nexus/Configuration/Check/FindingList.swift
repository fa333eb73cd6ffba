/// Findings while they are collected.
struct FindingList {
    private(set) var findings: [ConfigurationFinding] = []

    /// Adds a finding where a condition holds.
    mutating func add(_ severity: ConfigurationFinding.Severity, _ key: String, _ message: String, if condition: Bool = true) {
        if condition { self.findings.append(ConfigurationFinding(severity: severity, key: key, message: message)) }
    }
}
