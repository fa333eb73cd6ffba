import NexusAuth
import NexusCore

/// A row of the route table.
struct InspectedRoute {
    private let name: String
    private let needs: String
    private let roles: String
    private let limit: String
    let findings: [ConfigurationFinding]

    init(_ compiled: CompiledRoute, app: CompiledApp) {
        let route = compiled.route
        self.name = "\(route.method.rawValue.padded(to: 7))\(route.template)"
        var findings: [ConfigurationFinding] = []
        switch route.access {
        case .open:
            self.needs = "public"
            self.roles = ""
        case .restricted(let requirement):
            self.needs = requirement.description
            let admitted = app.access.rolesAdmitted(by: requirement)
            self.roles = app.access.hasRoles ? admitted.joined(separator: ", ") : ""
            if app.access.hasRoles, admitted.isEmpty {
                findings.append(
                    ConfigurationFinding(
                        severity: .warning, key: "auth.rbac",
                        message: "no role reaches \(route.method) \(route.template); it needs \(requirement)"))
            }
            if app.exemptPaths.contains(where: { $0.matches(template: route.template.description) }) {
                findings.append(
                    ConfigurationFinding(
                        severity: .warning, key: "auth.jwt.exempt_paths",
                        message: "\(route.method) \(route.template) is exempt and needs \(requirement); the requirement counts"))
            }
        }
        let rule = compiled.policy.limitRule.flatMap { app.gate.limiter?.rules[$0] }
        self.limit = rule.map { "\($0.requestsPerMinute)/min + \($0.burstSize) (\($0.name))" } ?? "none"
        self.findings = findings
    }

    /// The rows as a table for a terminal.
    static func table(_ rows: [InspectedRoute]) -> String {
        let header = ("route", "needs", "roles", "limit")
        let cells = [header] + rows.map { ($0.name, $0.needs, $0.roles, $0.limit) }
        let widths = (
            cells.map(\.0.count).max() ?? 0, cells.map(\.1.count).max() ?? 0, cells.map(\.2.count).max() ?? 0
        )
        return cells.map { cell in
            "\(cell.0.padded(to: widths.0))  \(cell.1.padded(to: widths.1))  \(cell.2.padded(to: widths.2))  \(cell.3)"
        }.joined(separator: "\n")
    }
}

extension String {
    /// The text with spaces behind it, up to a width.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - self.count))
    }
}
