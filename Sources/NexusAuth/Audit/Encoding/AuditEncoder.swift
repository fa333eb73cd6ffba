import Logging
import NexusCore

/// Turns records into lines: redacts, bounds and formats. Runs on the writer's thread.
struct AuditEncoder: Sendable {
    let config: AuditConfig
    let redactor: Redactor
    private let allowedHeaders: Set<String>

    init(config: AuditConfig) {
        self.config = config
        self.redactor = Redactor(fields: config.redactFields, headers: config.redactHeaders)
        self.allowedHeaders = Set(config.includeHeaders.map { $0.lowercased() })
    }

    func entry(of record: AuditRecord) -> AuditEntry {
        var entry = AuditEntry(kind: .request, time: record.time, json: [])
        entry.requestID = Redactor.clean(Array(record.requestID.utf8), limit: 128)
        entry.userID = record.identity.map { Redactor.clean(Array($0.userID.utf8), limit: 256) }
        entry.tenant = record.tenant?.rawValue
        entry.method = self.redactor.text(record.method.rawValue, limit: 32)
        entry.route = record.route
        entry.status = record.status
        entry.outcome = record.decision.outcome.rawValue
        entry.json = self.json(of: record, entry)
        return entry
    }

    /// The line that says how many records were given up.
    func gap(count: UInt64, at nanoseconds: Int64) -> AuditEntry {
        var writer = JSONWriter()
        writer.beginLine(.gap, at: nanoseconds)
        writer.member("reason", "shed")
        writer.member("count", count)
        writer.endObject()
        return AuditEntry(kind: .gap, time: nanoseconds, json: writer.bytes)
    }

    private func json(of record: AuditRecord, _ entry: AuditEntry) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 640)
        writer.beginLine(.request, at: record.time)
        writer.member("level", self.level(of: record.status))
        writer.member("request_id", ifPresent: entry.requestID)
        writer.member("trace_id", ifPresent: record.traceID.map { Redactor.clean(Array($0.utf8), limit: 64) })
        writer.member("method", ifPresent: entry.method)
        writer.name("route")
        if let route = record.route { writer.value(route) } else { writer.null() }
        writer.member("path", self.redactor.path(record.path, route: record.route))
        if self.config.logQuery { writer.member("query", ifPresent: record.query.map { self.redactor.parameters($0) }) }
        writer.member("status", record.status)
        self.write(record.decision, to: &writer, withOutcome: true)
        writer.member("error", ifPresent: record.error?.rawValue)
        writer.member("error_text", ifPresent: record.errorText.map { self.redactor.text($0) })
        writer.member("override", record.isOverride)
        if !record.shadow.isEmpty {
            writer.name("shadow")
            writer.beginArray()
            for decision in record.shadow.prefix(16) {
                writer.beginObject()
                self.write(decision, to: &writer, withOutcome: false)
                writer.endObject()
            }
            writer.endArray()
        }
        self.write(record.identity, to: &writer)
        writer.member("tenant", ifPresent: entry.tenant)
        writer.member("address", record.address.description)
        writer.member("user_agent", ifPresent: record.userAgent.map { self.redactor.text($0, limit: 512) })
        writer.member("duration_ns", record.duration)
        writer.member("request_bytes", record.requestBytes)
        writer.member("response_bytes", record.responseBytes)
        if let capture = record.capture { self.write(capture, to: &writer) }
        writer.endObject()
        return writer.bytes
    }

    private func level(of status: Int) -> String {
        switch status {
        case 500...: "error"
        case 400...: "warning"
        default: self.config.logLevel.rawValue
        }
    }

    private func write(_ decision: AuditDecision, to writer: inout JSONWriter, withOutcome: Bool) {
        if withOutcome { writer.member("outcome", decision.outcome.rawValue) }
        writer.member("stage", decision.stage)
        writer.member("rule", ifPresent: decision.rule.map { self.redactor.text($0, limit: 256) })
        writer.member("reason", ifPresent: decision.reason.map { self.redactor.text($0, limit: 512) })
    }

    private func write(_ identity: Identity?, to writer: inout JSONWriter) {
        guard let identity else { return }
        writer.member("user_id", Redactor.clean(Array(identity.userID.utf8), limit: 256))
        writer.member("issuer", ifPresent: identity.issuer.map { self.redactor.text($0, limit: 512) })
        guard !identity.roles.isEmpty else { return }
        writer.name("roles")
        writer.beginArray()
        for role in identity.roles.prefix(32) { writer.value(self.redactor.text(role, limit: 128)) }
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
