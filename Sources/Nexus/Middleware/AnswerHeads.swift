import HTTPTypes
import NexusAuth
import NexusCore

/// The heads of an app's answers as HTTP types: what is the same in all of a kind is made once, and copied as a whole.
final class AnswerHeads: Sendable {
    /// The answers that carry the figures of one rule, or of none.
    private final class Kind: Sendable {
        let shared: HTTPFields
        let forOneIdentity: HTTPFields
        /// The fields of the rule that change from one decision to the next, by their places among its fields.
        let changing: [(place: Int, name: HTTPField.Name)]

        init(_ edge: EdgeFields, _ limit: RateLimitHeaders?) {
            let (first, second) = (limit?.fields(.sample(0), now: .sample(0)) ?? [], limit?.fields(.sample(1), now: .sample(1)) ?? [])
            let constant = zip(first, second).filter { $0 == $1 }.map { ($0.0.name, $0.0.value) }
            // The length first: servers look for it.
            let front = HeaderBlock([("Content-Length", "0")] + constant)
            self.shared = HTTPFields((front + edge.ofAnswers).httpFields)
            self.forOneIdentity = HTTPFields((front + edge.ofPrivateAnswers).httpFields)
            self.changing = zip(first, second).enumerated().compactMap { place, fields in
                fields.0 == fields.1 ? nil : HTTPField.Name(fields.0.name).map { (place, $0) }
            }
        }
    }

    private let plain: Kind
    private let ofRules: [Kind]
    private let limits: [RateLimitHeaders]
    private let requestID = HTTPField.Name("X-Request-ID")

    init(_ edge: EdgeFields) {
        self.plain = Kind(edge, nil)
        self.ofRules = edge.limits.map { Kind(edge, $0) }
        self.limits = edge.limits
    }

    /// The fields of an answer to which neither its handler nor the CORS policy adds any.
    func fields(of exchange: Exchange, contentLength: Int, contentType: HTTPField?, now: Moment) -> HTTPFields {
        let rule = exchange.evaluation.limit.flatMap { self.limits.indices.contains($0.ruleIndex) ? $0.ruleIndex : nil }
        let kind = rule.map { self.ofRules[$0] } ?? self.plain
        var fields = exchange.evaluation.principal == nil ? kind.shared : kind.forOneIdentity
        // With room for the rest, and for what the server adds.
        fields.reserveCapacity(24)
        fields[fields.startIndex] = HTTPField(name: .contentLength, value: String(contentLength))
        if let contentType { fields.append(contentType) }
        if let name = self.requestID { fields.append(HTTPField(name: name, value: exchange.requestID)) }
        if let rule, let decision = exchange.evaluation.limit?.decision {
            let figures = self.limits[rule].fields(decision, now: now)
            for (place, name) in kind.changing { fields.append(HTTPField(name: name, value: figures[place].value)) }
        }
        return fields
    }
}

extension LimitDecision {
    /// One of two decisions that have no figure in common.
    fileprivate static func sample(_ second: Int64) -> LimitDecision {
        LimitDecision(isAllowed: true, remaining: Int(second), resetAfter: second * 1_000_000_000, retryAfter: 0)
    }
}

extension Moment {
    fileprivate static func sample(_ second: Int64) -> Moment {
        Moment(unixNanoseconds: second * 1_000_000_000, uptimeNanoseconds: 0)
    }
}
