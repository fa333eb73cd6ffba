/// An HTTP request method (RFC 9110 §9). Methods are case-sensitive.
public struct HTTPMethod: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    /// The method as it stands in the request line.
    public let rawValue: String

    /// Creates a method.
    /// - Parameter rawValue: The method as it stands in the request line.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The method as it stands in the request line.
    public var description: String { self.rawValue }

    /// Transfer a representation.
    public static let get = HTTPMethod(rawValue: "GET")
    /// The same as GET, without the body.
    public static let head = HTTPMethod(rawValue: "HEAD")
    /// Process the body.
    public static let post = HTTPMethod(rawValue: "POST")
    /// Replace the resource.
    public static let put = HTTPMethod(rawValue: "PUT")
    /// Change part of the resource (RFC 5789).
    public static let patch = HTTPMethod(rawValue: "PATCH")
    /// Remove the resource.
    public static let delete = HTTPMethod(rawValue: "DELETE")
    /// Ask what the resource knows; with `Origin` and `Access-Control-Request-Method`, a CORS preflight.
    public static let options = HTTPMethod(rawValue: "OPTIONS")
}
