public import HTTPTypes
public import Logging
public import NIOCore
import NIOHTTP1
public import NexusCore

/// The values of a request that every handler may read.
public protocol RequestValues: Sendable {
    /// What the values are read from.
    var context: RequestContext { get }
}

extension RequestValues {
    /// The method of the request.
    public var method: NexusCore.HTTPMethod { NexusCore.HTTPMethod(rawValue: self.context.head.method.rawValue) }
    /// The decoded path.
    public var path: String { self.context.target.path }
    /// The request's identifier: the client's `X-Request-ID` where it is valid, else a new one.
    public var id: String { self.context.id }
    /// Where the request comes from, after trusted proxies.
    public var clientAddress: IPAddress { self.context.clientAddress }
    /// A logger that names the request.
    public var logger: Logger { self.context.logger }
    /// The body as it was received.
    public var body: ByteBuffer { self.context.body }

    /// The header fields.
    public var headers: HTTPFields {
        var fields = HTTPFields()
        for (name, value) in self.context.head.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return fields
    }

    /// The first value of a header field.
    /// - Parameter name: The field's name in any case.
    public func header(_ name: String) -> String? {
        self.context.head.headers.first(name: name)
    }

    /// A parameter of the path, decoded.
    /// - Parameter name: The name that the template gives it.
    /// - Throws: ``RequestError`` when the template has no such parameter.
    public func parameter(_ name: String) throws -> String {
        guard let value = self.context.parameters[name] else { throw RequestError("the route's template has no parameter {\(name)}") }
        return value
    }

    /// A parameter of the path as a value.
    /// - Parameters:
    ///   - name: The name that the template gives it.
    ///   - type: What to read it as.
    /// - Throws: 404 when the text is no such value: no resource has that path.
    public func parameter<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type) throws -> Value {
        guard let value = Value(try self.parameter(name)) else { throw Rejection.notFound }
        return value
    }

    /// The first value of a query parameter, decoded.
    /// - Parameter name: The decoded name.
    public func query(_ name: String) -> String? {
        guard let query = self.context.target.query else { return nil }
        return FormFields(query).first(name)
    }

    /// A query parameter as a value.
    /// - Parameters:
    ///   - name: The decoded name.
    ///   - type: What to read it as.
    /// - Throws: 400 when it is present and no such value.
    public func query<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type) throws -> Value? {
        guard let text = self.query(name) else { return nil }
        guard let value = Value(text) else {
            throw Rejection(status: 400, code: .badRequest, detail: "A query parameter has a value that is not allowed.", field: name)
        }
        return value
    }

    /// Reads the body as JSON.
    /// - Parameter type: What to read it as.
    /// - Throws: `Rejection`: 415 for another content type, 400 for broken syntax, 422 with the field's path for a wrong shape.
    public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard MediaType.isJSON(self.context.head.headers.first(name: "content-type")) else {
            throw Rejection(status: 415, code: .unsupportedMediaType, detail: "The body must be application/json.")
        }
        guard self.context.head.headers["content-encoding"].allSatisfy({ $0.lowercased() == "identity" }) else {
            throw Rejection.unsupportedCoding
        }
        return try JSONCoding.decode(type, from: self.body)
    }
}

/// A mistake in a handler about its own route. Answered as 500.
public struct RequestError: Error, Sendable, CustomStringConvertible {
    /// One line for a person.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
