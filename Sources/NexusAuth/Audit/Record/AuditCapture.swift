/// Headers and bodies of a request, as they were, for the trail's writer to redact.
public struct AuditCapture: Sendable {
    /// One header field.
    public struct Header: Sendable, Hashable {
        /// The field's name.
        public var name: String
        /// The field's value.
        public var value: String

        /// Creates a field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A body, or the beginning of one.
    public struct Body: Sendable, Hashable {
        /// The media type as the `Content-Type` field says it, with its parameters.
        public var mediaType: String
        /// The bytes kept: all of the body, or its first `maxBodyLogSize`.
        public var bytes: [UInt8]
        /// How many bytes the body had in all.
        public var totalBytes: Int

        /// Creates a body.
        /// - Parameters:
        ///   - mediaType: The media type as the `Content-Type` field says it.
        ///   - bytes: The bytes kept.
        ///   - totalBytes: How many bytes the body had in all.
        public init(mediaType: String, bytes: [UInt8], totalBytes: Int) {
            self.mediaType = mediaType
            self.bytes = bytes
            self.totalBytes = totalBytes
        }
    }

    /// The request's header fields; the writer takes those on the allow-list.
    public var headers: [Header]
    /// The request's body, where `logRequestBody` asks for it.
    public var requestBody: Body?
    /// The answer's body, where `logResponseBody` asks for it.
    public var responseBody: Body?

    /// Creates a capture.
    public init(headers: [Header] = [], requestBody: Body? = nil, responseBody: Body? = nil) {
        self.headers = headers
        self.requestBody = requestBody
        self.responseBody = responseBody
    }

    var weight: Int {
        self.headers.reduce((self.requestBody?.bytes.count ?? 0) &+ (self.responseBody?.bytes.count ?? 0)) {
            $0 &+ $1.name.utf8.count &+ $1.value.utf8.count
        }
    }
}
