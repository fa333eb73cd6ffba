/// One line of the trail, redacted and formatted, and what it is found by.
public struct AuditEntry: Sendable, Hashable {
    /// The kinds of line.
    public struct Kind: Sendable, Hashable, RawRepresentable {
        /// The name in the trail.
        public let rawValue: String

        /// Creates a kind.
        /// - Parameter rawValue: The name in the trail.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A request.
        public static let request = Kind(rawValue: "request")
        /// Records that were given up.
        public static let gap = Kind(rawValue: "gap")
        /// The beginning of a file.
        public static let segment = Kind(rawValue: "segment")
        /// A signature over everything before it.
        public static let checkpoint = Kind(rawValue: "checkpoint")
    }

    /// What kind of line it is.
    public var kind: Kind
    /// Nanoseconds since the Unix epoch; of a request: when it arrived.
    public var time: Int64
    /// The request's identifier.
    public var requestID: String?
    /// The verified user.
    public var userID: String?
    /// The tenant.
    public var tenant: String?
    /// The method.
    public var method: String?
    /// The route's template.
    public var route: String?
    /// The status of the answer.
    public var status: Int?
    /// How the request ended.
    public var outcome: String?
    /// The line as a JSON object in UTF-8, without a newline: ``AuditSchema`` without the members of the chain.
    public var json: [UInt8]
}

extension AuditEntry {
    /// Creates an entry that is found by its time alone.
    /// - Parameters:
    ///   - kind: What kind of line it is.
    ///   - time: Nanoseconds since the Unix epoch.
    ///   - json: The line as a JSON object in UTF-8, without a newline.
    public init(kind: Kind, time: Int64, json: [UInt8]) {
        self.init(kind: kind, time: time, requestID: nil, json: json)
    }
}
