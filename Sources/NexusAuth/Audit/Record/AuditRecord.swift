public import NexusCore

/// What the audit trail keeps about one request.
///
/// A record holds values, not text: the request's path stores what it has at hand, and the trail's writer formats and redacts
/// later, on a thread of its own. Nothing here needs to be redacted by whoever fills it in.
///
/// ``AuditSchema`` lists the members a record becomes.
public struct AuditRecord: Sendable {
    /// When the request arrived, in nanoseconds since the Unix epoch.
    public var time: Int64
    /// The request's identifier: the one its answer carries as `X-Request-ID`.
    public var requestID: String
    /// The trace it belongs to (W3C Trace Context, `trace-id`), if it has one.
    public var traceID: String?
    /// The method.
    public var method: HTTPMethod
    /// The template of the route that matched, or nothing when none did.
    public var route: String?
    /// The path as it was asked for, without the query.
    public var path: String
    /// The query as it was asked for, without the `?`, if there was one.
    public var query: String?
    /// The status of the answer; 0 when none was sent.
    public var status: Int
    /// Who asked, if a token was verified.
    public var identity: Identity?
    /// The tenant the request acted for.
    public var tenant: TenantID?
    /// The client's address, as far as the trusted proxies vouch for it.
    public var address: IPAddress
    /// The `User-Agent` field, if there was one.
    public var userAgent: String?
    /// From the request's head to the end of the answer, in nanoseconds.
    public var duration: Int64
    /// Bytes of the request's body that arrived.
    public var requestBytes: Int
    /// Bytes of the answer's body that were sent.
    public var responseBytes: Int
    /// How the request ended, and who decided it.
    public var decision: AuditDecision
    /// Whether an admin acted for a tenant that is not the one of the token.
    public var isOverride: Bool
    /// The code of the error body, if the answer was an error.
    public var error: ErrorCode?
    /// What the handler's error said. It never reaches the client; the trail redacts it.
    public var errorText: String?
    /// What rules in shadow mode would have rejected.
    public var shadow: [AuditDecision]
    /// Headers and bodies, where the configuration asks for them.
    public var capture: AuditCapture?
}

// Outside of the declaration, where the memberwise initialiser is at hand: assigned one by one, optional members are copied once more.
extension AuditRecord {
    /// Creates a record. What is not given can be filled in as the request proceeds.
    /// - Parameters:
    ///   - time: When the request arrived, in nanoseconds since the Unix epoch.
    ///   - requestID: The request's identifier.
    ///   - method: The method.
    ///   - path: The path as it was asked for, without the query.
    ///   - address: The client's address.
    ///   - decision: How the request ended; `cancelled` until something else is known, so that a record closed early is true.
    public init(
        time: Int64,
        requestID: String,
        method: HTTPMethod,
        path: String,
        address: IPAddress,
        decision: AuditDecision = AuditDecision(.cancelled, stage: "client")
    ) {
        self.init(
            time: time, requestID: requestID, method: method, path: path, status: 0, address: address, duration: 0, requestBytes: 0,
            responseBytes: 0, decision: decision, isOverride: false, shadow: [])
    }

    /// A record of which everything is known.
    package init(
        arrivedAt time: Int64, requestID: String, traceID: String?, method: HTTPMethod, route: String?, path: String, query: String?,
        status: Int, identity: Identity?, tenant: TenantID?, address: IPAddress, userAgent: String?, duration: Int64, requestBytes: Int,
        responseBytes: Int, decision: AuditDecision, isOverride: Bool, error: ErrorCode?, errorText: String?, shadow: [AuditDecision],
        capture: AuditCapture?
    ) {
        self.init(
            time: time, requestID: requestID, traceID: traceID, method: method, route: route, path: path, query: query, status: status,
            identity: identity, tenant: tenant, address: address, userAgent: userAgent, duration: duration, requestBytes: requestBytes,
            responseBytes: responseBytes, decision: decision, isOverride: isOverride, error: error,
            errorText: errorText.map(Self.bounded), shadow: shadow, capture: capture)
    }

    /// Roughly how many bytes the record holds while it waits to be written.
    package var weight: Int {
        let texts = self.path.utf8.count &+ (self.query?.utf8.count ?? 0) &+ (self.userAgent?.utf8.count ?? 0)
        return 512 &+ texts &+ (self.errorText?.utf8.count ?? 0) &+ (self.capture?.weight ?? 0)
    }

    /// Longest error text kept until it is written, in bytes: more than is looked at then.
    static let longestErrorText = 16_384

    private static func bounded(_ text: String) -> String {
        text.utf8.count <= self.longestErrorText ? text : String(decoding: text.utf8.prefix(self.longestErrorText), as: UTF8.self)
    }
}
