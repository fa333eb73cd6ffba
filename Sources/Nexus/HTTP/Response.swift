public import HTTPTypes
public import NIOCore

/// What a handler answers.
///
/// Fields that Nexus owns (`Content-Length`, `Transfer-Encoding`, `Connection`, `Date`, `X-Request-ID`, CORS, rate limit) are
/// written by the server and cannot be set here.
public struct Response: Sendable {
    /// The content of an answer.
    public struct Body: Sendable {
        enum Storage: Sendable {
            case empty
            case bytes(Content)
            case stream(@Sendable (BodyWriter) async throws -> Void)
        }

        let storage: Storage

        /// No content.
        public static let empty = Body(storage: .empty)

        /// Content that is at hand as a whole.
        public static func bytes(_ buffer: ByteBuffer) -> Body {
            Body(storage: .bytes(.buffer(buffer)))
        }

        /// Content that is at hand as a whole.
        public static func bytes(_ bytes: some Sequence<UInt8>) -> Body {
            Body(storage: .bytes(.array(Array(bytes))))
        }

        /// Text in UTF-8.
        public static func text(_ text: String) -> Body {
            Body(storage: .bytes(.array(Array(text.utf8))))
        }

        /// Content that is produced while it is sent.
        /// - Parameter produce: Writes the content piece by piece; each write waits until the client keeps up.
        public static func stream(_ produce: @escaping @Sendable (BodyWriter) async throws -> Void) -> Body {
            Body(storage: .stream(produce))
        }

        /// The size in bytes, where it is known.
        var count: Int? {
            switch self.storage {
            case .empty: 0
            case .bytes(let content): content.count
            case .stream: nil
            }
        }
    }

    /// The status code.
    public var status: HTTPResponse.Status
    /// Header fields besides those that Nexus owns.
    public var headers: HTTPFields
    /// The content.
    public var body: Body
    /// The media type of the content, written as `Content-Type`.
    public var contentType: String?

    /// Creates an answer.
    /// - Parameters:
    ///   - status: The status code.
    ///   - headers: Header fields besides those that Nexus owns.
    ///   - contentType: The media type of the content.
    ///   - body: The content.
    public init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], contentType: String? = nil, body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.contentType = contentType
        self.body = body
    }
}

extension Response {
    /// An answer in JSON.
    /// - Parameters:
    ///   - value: What to encode.
    ///   - status: The status code.
    /// - Throws: What the value's `encode(to:)` throws.
    public static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(status: status, contentType: "application/json", body: .bytes(try JSONCoding.encode(value)))
    }

    /// An answer in plain text.
    public static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, contentType: "text/plain; charset=utf-8", body: .text(text))
    }
}
