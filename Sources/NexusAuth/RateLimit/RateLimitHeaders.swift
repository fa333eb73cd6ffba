package import NexusCore

/// The figures of a limit as header fields: `X-RateLimit-Limit`, `-Remaining` and `-Reset` (contract, "Answers"), and
/// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers, structured fields of RFC 9651).
///
/// What does not change from request to request is written once, when the app starts.
package final class RateLimitHeaders: Sendable {
    private let limitText: String
    private let policy: String
    private let head: [UInt8]
    private let item: [UInt8]
    private let itemHead: [UInt8]

    /// The window that `RateLimit-Policy` names: the whole seconds in which an empty bucket fills.
    static func window(of rule: LimitRule) -> Int {
        (rule.capacity * 60 + rule.requestsPerMinute - 1) / rule.requestsPerMinute
    }

    /// Prepares the fields of a rule.
    package init(_ rule: LimitRule) {
        let name = Self.structuredString(rule.name)
        self.limitText = String(rule.capacity)
        self.policy = "\(name);q=\(rule.capacity);w=\(Self.window(of: rule))"
        self.item = Array("\(name);r=".utf8)
        self.head = Array("RateLimit-Policy: \(self.policy)\r\nX-RateLimit-Limit: \(self.limitText)\r\nX-RateLimit-Remaining: ".utf8)
        self.itemHead = Array("\r\nRateLimit: ".utf8) + self.item
    }

    /// The fields as names and values.
    package func fields(_ decision: LimitDecision, now: Moment) -> [(name: String, value: String)] {
        let remaining = Int64(max(0, decision.remaining))
        var item = self.item
        item.append(decimal: remaining)
        item.append(text: ";t=" as StaticString)
        item.append(decimal: max(0, decision.resetAfter.roundedUpSeconds))
        return [
            ("RateLimit-Policy", self.policy),
            ("X-RateLimit-Limit", self.limitText),
            ("X-RateLimit-Remaining", String(remaining)),
            ("X-RateLimit-Reset", String(Self.reset(decision, now: now))),
            ("RateLimit", String(decoding: item, as: UTF8.self)),
        ]
    }

    /// Appends complete header lines, without making a string.
    package func append(_ decision: LimitDecision, now: Moment, to bytes: inout [UInt8]) {
        let remaining = Int64(max(0, decision.remaining))
        bytes.append(contentsOf: self.head)
        // Four numbers and the source's text between them.
        bytes.append(addingCapacity: self.itemHead.count + 4 * 20 + 32) { span in
            span.append(decimal: remaining)
            span.append(text: "\r\nX-RateLimit-Reset: " as StaticString)
            span.append(decimal: max(0, Self.reset(decision, now: now)))
            self.itemHead.withUnsafeBufferPointer { span.append(bytes: $0) }
            span.append(decimal: remaining)
            span.append(text: ";t=" as StaticString)
            span.append(decimal: max(0, decision.resetAfter.roundedUpSeconds))
            span.append(text: "\r\n" as StaticString)
        }
    }

    /// The epoch second at which the bucket is full again.
    private static func reset(_ decision: LimitDecision, now: Moment) -> Int64 {
        let (moment, overflow) = now.unixNanoseconds.addingReportingOverflow(max(0, decision.resetAfter))
        return (overflow ? Int64.max : moment).roundedUpSeconds
    }

    /// An sf-string (RFC 9651 §3.3.3): quotes and backslashes escaped; what is not printable ASCII becomes `?`.
    private static func structuredString(_ text: String) -> String {
        var bytes = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append((0x20...0x7E).contains(byte) ? byte : UInt8(ascii: "?"))
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}
