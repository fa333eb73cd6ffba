public import HTTPTypes
import NexusCore

/// Something a handler may return.
///
/// ``Response``, strings, and whatever is ``ResponseContent``: a `Codable` type of yours, arrays and dictionaries of them.
public protocol ResponseConvertible {
    /// The answer that it stands for.
    /// - Throws: When it cannot be encoded; the request is answered 500.
    func response() throws -> Response
}

/// A value that is answered as JSON with status 200.
///
/// ```swift
/// struct Profile: ResponseContent { var name: String }
/// ```
public protocol ResponseContent: Codable, ResponseConvertible {}

extension ResponseContent {
    /// The value as JSON with status 200.
    public func response() throws -> Response { try .json(self) }
}

extension Response: ResponseConvertible {
    /// The answer itself.
    public func response() throws -> Response { self }
}

extension String: ResponseConvertible {
    /// Plain text with status 200.
    public func response() throws -> Response { .text(self) }
}

extension Dictionary: ResponseConvertible where Key == String, Value: Encodable {
    /// A JSON object with status 200.
    public func response() throws -> Response { try .json(self) }
}

extension Array: ResponseConvertible where Element: Encodable {
    /// A JSON array with status 200.
    public func response() throws -> Response { try .json(self) }
}

extension Optional: ResponseConvertible where Wrapped: ResponseConvertible {
    /// The value's answer, or 404 where there is none.
    public func response() throws -> Response {
        guard let self else { throw Rejection.notFound }
        return try self.response()
    }
}

/// A value that is answered as JSON with a status of its own.
public struct Answer<Content: Encodable>: ResponseConvertible {
    /// The status code.
    public var status: HTTPResponse.Status
    /// What is encoded.
    public var content: Content

    /// Creates an answer.
    /// - Parameters:
    ///   - status: The status code.
    ///   - content: What is encoded.
    public init(_ status: HTTPResponse.Status, _ content: Content) {
        self.status = status
        self.content = content
    }

    /// The content as JSON with the status.
    public func response() throws -> Response { try .json(self.content, status: self.status) }
}
