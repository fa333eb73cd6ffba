import NexusCore

/// Which records `nexus audit search` and `tail` show. What is not given is not asked about.
public struct AuditQuery: Sendable, Hashable {
    /// The verified user.
    public var userID: String?
    /// The tenant.
    public var tenant: String?
    /// The route's template.
    public var route: String?
    /// The method.
    public var method: String?
    /// The request's identifier.
    public var requestID: String?
    /// How the request ended.
    public var outcome: AuditDecision.Outcome?
    /// The status of the answer.
    public var status: ClosedRange<Int>?
    /// Not before: nanoseconds since the Unix epoch.
    public var from: Int64?
    /// Before: nanoseconds since the Unix epoch.
    public var until: Int64?
    /// Whether lines that are not requests (gaps, checkpoints, beginnings of files) are shown too.
    public var includesOtherKinds = false

    /// Creates a query that asks about nothing: every record.
    public init() {}

    /// Whether a line is one of those asked for.
    public func matches(_ line: AuditLine) -> Bool {
        guard line.kind == .request || self.includesOtherKinds else { return false }
        func equals(_ wanted: String?, _ name: String) -> Bool { wanted.map { $0 == line.members[name]?.stringValue } ?? true }
        guard equals(self.userID, "user_id"), equals(self.tenant, "tenant"), equals(self.route, "route"), equals(self.method, "method"),
            equals(self.requestID, "request_id"), equals(self.outcome?.rawValue, "outcome")
        else { return false }
        if let status, !(line.members["status"]?.integerValue.map { status.contains(Int(clamping: $0)) } ?? false) { return false }
        guard self.from != nil || self.until != nil else { return true }
        guard let time = line.time else { return false }
        return time >= self.from ?? .min && time < self.until ?? .max
    }
}
