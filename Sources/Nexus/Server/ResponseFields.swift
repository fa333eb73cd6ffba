import HTTPTypes
import NexusAuth
import NexusCore

/// Everything that the head of an answer says, before it is written for one version of HTTP.
struct ResponseFields: Sendable {
    var status: Int
    var contentType: String?
    /// The size of the body, or nothing when it is streamed.
    var contentLength: Int?
    var requestID: String
    var origin: CORSPolicy.Grant = .nothing
    var limit: Evaluation.AppliedLimit?
    var challenge: Rejection.Challenge?
    var retryAfter: Int?
    var allow: [HTTPMethod] = []
    /// Fields of the handler.
    var extra: HTTPFields = [:]
    /// Whether the answer is for one identity and must not be kept by caches.
    var isPrivate = false
    var isPreflight = false
}

/// Writes header fields in the form that one version of HTTP needs.
protocol FieldWriter {
    mutating func field(_ name: String, _ value: String)
    mutating func field(_ name: String, _ value: Int)
    mutating func block(_ block: HeaderBlock)
    mutating func limit(_ headers: RateLimitHeaders, _ decision: LimitDecision, now: Moment)
}

extension ResponseFields {
    /// Whether an answer with this status may have content (RFC 9110 §6.4.1). What is sent all the same would be read as the next answer.
    var hasBody: Bool { self.status != 204 && self.status != 205 && self.status != 304 }

    /// The value of `Content-Length`, where there may be one (RFC 9110 §8.6).
    var declaredLength: Int? {
        switch self.status {
        case 204, 304: nil
        case 205: 0
        default: self.contentLength
        }
    }

    /// Writes all fields but those that frame the message.
    func write(to writer: inout some FieldWriter, edge: EdgeFields, now: Moment) {
        if let contentType = self.contentType, contentType.isFieldValue { writer.field("Content-Type", contentType) }
        writer.field("X-Request-ID", self.requestID)
        if self.extra.isEmpty, !self.isPreflight {
            writer.block(self.isPrivate ? edge.ofPrivateAnswers : edge.ofAnswers)
        } else {
            edge.security.write(to: &writer, exceptFor: self.extra)
            self.writeVary(to: &writer, edge.cors)
            if self.isPrivate, self.extra[.cacheControl] == nil { writer.block(edge.noStore) }
            if let cors = edge.cors, cors.allowsEveryone {
                writer.block(CORSPolicy.everyone)
                writer.block(self.isPreflight ? cors.preflightFields : cors.answerFields)
            }
        }
        if let cors = edge.cors { self.writeOrigin(to: &writer, cors) }
        if let challenge = self.challenge { writer.field("WWW-Authenticate", challenge.fieldValue) }
        if let retryAfter = self.retryAfter { writer.field("Retry-After", max(0, retryAfter)) }
        if !self.allow.isEmpty { writer.field("Allow", self.allow.map(\.rawValue).filter(\.isFieldName).joined(separator: ", ")) }
        if let limit = self.limit, limit.ruleIndex < edge.limits.count {
            writer.limit(edge.limits[limit.ruleIndex], limit.decision, now: now)
        }
        for field in self.extra where !OwnedFields.contains(field.name) && field.value.isFieldValue {
            writer.field(field.name.rawName, field.value)
        }
    }

    private func writeOrigin(to writer: inout some FieldWriter, _ cors: CORSPolicy) {
        guard case .origin(let origin) = self.origin else { return }
        writer.field("Access-Control-Allow-Origin", origin)
        writer.block(self.isPreflight ? cors.preflightFields : cors.answerFields)
    }

    private func writeVary(to writer: inout some FieldWriter, _ cors: CORSPolicy?) {
        let vary = self.isPreflight ? cors?.preflightVary : cors?.vary
        if let own = self.extra[.vary], own.isFieldValue {
            writer.field("Vary", VaryField.merged(vary, own))
        } else if let vary {
            writer.field("Vary", vary)
        }
    }
}
