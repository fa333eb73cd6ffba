/// What a route says about itself in the docs.
public struct RouteMetadata: Sendable {
    /// A parameter of the path or of the query.
    public struct Parameter: Sendable {
        /// The name, decoded.
        public var name: String
        /// What values it takes.
        public var schema: Schema
        /// One line.
        public var description: String

        /// Creates a parameter.
        /// - Parameters:
        ///   - name: The name, decoded.
        ///   - schema: What values it takes.
        ///   - description: One line.
        public init(_ name: String, schema: Schema = .string(), description: String = "") {
            self.name = name
            self.schema = schema
            self.description = description
        }
    }

    /// One line for the docs page.
    public var summary: String?
    /// The section of the docs page.
    public var tag: String?
    /// Whether the docs leave it out.
    public var isHidden: Bool
    /// The parameters of the query that it reads.
    public var queryParameters: [Parameter]
    /// The parameters of the path, where they are more than text.
    public var pathParameters: [Parameter]
    /// The status of the answer when the handler succeeds.
    public var successStatus: Int
    /// Statuses of errors that the handler itself answers with, besides those that follow from the rest.
    public var errorStatuses: Set<Int>
    /// Whether its limit counts addresses alone, whoever's token comes along: for routes that take passwords.
    public var isLimitedByAddress = false
    /// The body's type, for its schema.
    package var requestType: (any Any.Type)?
    /// The answer's type, for its schema.
    package var responseType: (any Any.Type)?
    /// The answer's schema, where no type stands for it.
    package var responseSchema: Schema?
    /// The answer's media type, where it is not JSON.
    package var responseContentType: String?
    /// Whether it is a probe or a page of the docs, which is not limited unless a pattern of `route_limits` names it.
    package var isProbe = false
    /// Whether the framework declares it: no role has to be able to reach it.
    package var isBuiltIn = false
    /// Whether its handler belongs to an app behind the middleware.
    package var isAnsweredElsewhere = false

    /// Creates metadata.
    /// - Parameters:
    ///   - summary: One line for the docs page.
    ///   - tag: The section of the docs page.
    ///   - isHidden: Whether the docs leave the route out.
    ///   - queryParameters: The parameters of the query that it reads.
    ///   - pathParameters: The parameters of the path, where they are more than text.
    ///   - successStatus: The status of the answer when the handler succeeds.
    ///   - errorStatuses: Statuses of errors that the handler itself answers with.
    public init(
        summary: String? = nil,
        tag: String? = nil,
        isHidden: Bool = false,
        queryParameters: [Parameter] = [],
        pathParameters: [Parameter] = [],
        successStatus: Int = 200,
        errorStatuses: Set<Int> = []
    ) {
        self.summary = summary
        self.tag = tag
        self.isHidden = isHidden
        self.queryParameters = queryParameters
        self.pathParameters = pathParameters
        self.successStatus = successStatus
        self.errorStatuses = errorStatuses
    }
}

extension RouteMetadata {
    /// Notes the type that the handler returns; ``Answer`` and optionals stand for what they hold.
    mutating func describe(_ output: Any.Type) {
        if let described = output as? any ContentDescribing.Type {
            self.responseType = described.contentType
        } else if output is any Encodable.Type {
            self.responseType = output
        }
    }
}

/// A type that stands for the content it holds.
private protocol ContentDescribing {
    static var contentType: any Any.Type { get }
}

extension Answer: ContentDescribing {
    static var contentType: any Any.Type { Content.self }
}

extension Optional: ContentDescribing where Wrapped: Encodable {
    static var contentType: any Any.Type { Wrapped.self }
}
