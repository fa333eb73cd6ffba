import Logging
import NexusCore

/// Turns records into lines: redacts, bounds and formats. Runs on the writer's thread.
struct AuditEncoder: Sendable {
    let config: AuditConfig
    let redactor: Redactor
    private let allowedHeaders: Set<String>
    private var memo = TextMemo()
    private var decisions = DecisionMemo()
    private var opening = LineOpening()

    init(config: AuditConfig) {
        self.config = config
        self.redactor = Redactor(fields: config.redactFields, headers: config.redactHeaders)
        self.allowedHeaders = Set(config.includeHeaders.map { $0.lowercased() })
    }

    /// The line of a record, which is only read: given in its place it is not copied, text by text.
    mutating func entry(of record: inout AuditRecord) -> AuditEntry {
        let requestID = Redactor.clean(record.requestID, limit: 128)
        let userID = record.identity.map { Redactor.clean($0.userID, limit: 256) }
        let method =
            Self.standardMethods.contains(record.method) ? record.method.rawValue : self.redactor.text(record.method.rawValue, limit: 32)
        let json = self.json(of: record, requestID: requestID, userID: userID, method: method)
        return AuditEntry(
            kind: .request, time: record.time, requestID: requestID, userID: userID, tenant: record.tenant?.rawValue, method: method,
            route: record.route, status: record.status, outcome: record.decision.outcome.rawValue, json: json)
    }

    /// Methods that need no look.
    private static let standardMethods: [HTTPMethod] = [.get, .head, .post, .put, .patch, .delete, .options]

    /// The line that says how many records were given up.
    func gap(count: UInt64, at nanoseconds: Int64) -> AuditEntry {
        var writer = JSONWriter()
        writer.beginLine(.gap, at: nanoseconds)
        writer.member("reason", "shed")
        writer.member("count", count)
        writer.endObject()
        return AuditEntry(kind: .gap, time: nanoseconds, json: writer.bytes)
    }

    private mutating func json(of record: AuditRecord, requestID: String, userID: String?, method: String) -> [UInt8] {
        // Not the record itself is captured, which would be copied, text by text.
        let (time, address, path, route) = (record.time, record.address, record.path, record.route)
        var writer = JSONWriter(reservingCapacity: 640) { self.opening.append(time, to: &$0) }
        writer.raw(self.decisionMembers(of: record, method: method))
        writer.member("request_id", requestID)
        writer.member("trace_id", ifPresent: record.traceID.map { Redactor.clean($0, limit: 64) })
        writer.name("path")
        writer.raw(self.memo.json(path, template: route, limit: 2048) { [redactor] in redactor.path(path, route: route) })
        if self.config.logQuery { writer.member("query", ifPresent: record.query.map { self.redactor.parameters($0) }) }
        writer.member("error_text", ifPresent: record.errorText.map { self.redactor.text($0) })
        if !record.shadow.isEmpty {
            writer.name("shadow")
            writer.beginArray()
            for decision in record.shadow.prefix(16) {
                writer.beginObject()
                self.write(decision, to: &writer)
                writer.endObject()
            }
            writer.endArray()
        }
        self.write(record.identity, userID, to: &writer)
        writer.member("tenant", ifPresent: record.tenant?.rawValue)
        writer.name("address")
        writer.plain { address.append(to: &$0) }
        self.write(record.userAgent, as: "user_agent", limit: 512, to: &writer)
        writer.member("duration_ns", record.duration)
        writer.member("request_bytes", Int64(record.requestBytes))
        writer.member("response_bytes", Int64(record.responseBytes))
        if let capture = record.capture { self.write(capture, to: &writer) }
        writer.endObject()
        return writer.bytes
    }

    /// The members that depend on the route and on what was decided, one after another.
    private mutating func decisionMembers(of record: AuditRecord, method: String) -> [UInt8] {
        if let known = self.decisions.members(for: record) { return known }
        var writer = JSONWriter()
        writer.member("level", self.level(of: record.status))
        writer.member("method", method)
        writer.name("route")
        if let route = record.route { writer.value(route) } else { writer.null() }
        writer.member("status", Int64(record.status))
        writer.member("outcome", record.decision.outcome.rawValue)
        self.write(record.decision, to: &writer)
        writer.member("error", ifPresent: record.error?.rawValue)
        writer.member("override", record.isOverride)
        self.decisions.remember(writer.bytes, for: record)
        return writer.bytes
    }

    private func level(of status: Int) -> String {
        switch status {
        case 500...: "error"
        case 400...: "warning"
        default: self.config.logLevel.rawValue
        }
    }

    private mutating func write(_ decision: AuditDecision, to writer: inout JSONWriter) {
        writer.member("stage", decision.stage)
        self.write(decision.rule, as: "rule", limit: 256, to: &writer)
        self.write(decision.reason, as: "reason", limit: 512, to: &writer)
    }

    /// Writes a text that is likely to come again.
    private mutating func write(_ text: String?, as name: StaticString, limit: Int, to writer: inout JSONWriter) {
        guard let text else { return }
        writer.name(name)
        writer.raw(self.remembered(text, limit: limit))
    }

    private mutating func remembered(_ text: String, limit: Int) -> [UInt8] {
        self.memo.json(text, limit: limit) { [redactor] in redactor.text(text, limit: limit) }
    }

    private mutating func write(_ identity: Identity?, _ userID: String?, to writer: inout JSONWriter) {
        guard let identity, let userID else { return }
        writer.member("user_id", userID)
        self.write(identity.issuer, as: "issuer", limit: 512, to: &writer)
        guard !identity.roles.isEmpty else { return }
        writer.name("roles")
        writer.beginArray()
        for role in identity.roles.prefix(32) { writer.raw(self.remembered(role, limit: 128)) }
        writer.endArray()
    }

    private func write(_ capture: AuditCapture, to writer: inout JSONWriter) {
        let headers = capture.headers.lazy.filter { self.allowedHeaders.contains($0.name.lowercased()) }.prefix(64)
        if !headers.isEmpty {
            writer.name("headers")
            writer.beginArray()
            for header in headers {
                writer.beginArray()
                writer.value(self.redactor.text(header.name.lowercased(), limit: 128))
                writer.value(self.redactor.header(header.name, header.value))
                writer.endArray()
            }
            writer.endArray()
        }
        if self.config.logRequestBody, let body = capture.requestBody { self.write(body, as: "request_body", to: &writer) }
        if self.config.logResponseBody, let body = capture.responseBody { self.write(body, as: "response_body", to: &writer) }
    }
}
