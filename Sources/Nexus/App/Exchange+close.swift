import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

extension Exchange {
    /// Ends the exchange: counts it and hands its one record to the audit trail.
    /// - Returns: What the answer has to wait for, if the trail promises more than it has done yet.
    func close(_ ending: Ending, status: Int, responseBytes: Int, now: Moment) -> PendingRecord? {
        self.isRecorded = true
        self.span?.end(route: self.route?.policy.template, status: status, error: self.handlerError)
        self.app.metrics?.count(self, ending)
        self.app.metrics?.http.requestFinished(
            route: self.route?.policy.route,
            method: HTTPMethodLabel(self.head.method.rawValue),
            status: status == 0 ? 499 : status,
            durationNanoseconds: now.uptimeNanoseconds - self.startedAt.uptimeNanoseconds,
            requestBodyBytes: self.requestBytes,
            responseBodyBytes: responseBytes
        )
        guard let trail = self.app.audit, !self.isAuditExcluded else { return nil }
        return PendingRecord(self.record(ending, status: status, responseBytes: responseBytes, now: now), on: trail)
    }

    /// Keeps the request's headers and body for the trail, where it asks for them.
    func captureRequest(_ body: ByteBuffer) {
        guard self.app.audit != nil, self.app.auditConfig.logRequestBody || !self.app.auditConfig.includeHeaders.isEmpty else { return }
        let config = self.app.auditConfig
        var capture = AuditCapture()
        if !config.includeHeaders.isEmpty {
            capture.headers = self.head.headers.map { AuditCapture.Header(name: $0.name, value: $0.value) }
        }
        if config.logRequestBody, body.readableBytes > 0 {
            capture.requestBody = Self.captured(body, self.head.headers.first(name: "content-type"), config)
        }
        self.capture = capture
    }

    /// Keeps the answer's body for the trail, where it asks for it.
    func captureResponse(_ body: Content?, contentType: String?) {
        guard self.app.auditConfig.logResponseBody, self.app.audit != nil, let body, body.count > 0 else { return }
        var capture = self.capture ?? AuditCapture()
        capture.responseBody = Self.captured(body.buffer, contentType, self.app.auditConfig)
        self.capture = capture
    }

    private static func captured(_ body: ByteBuffer, _ contentType: String?, _ config: AuditConfig) -> AuditCapture.Body {
        AuditCapture.Body(
            mediaType: contentType ?? "",
            bytes: Array(body.readableBytesView.prefix(config.maxBodyLogSize)),
            totalBytes: body.readableBytes
        )
    }
}
