package import NexusCore

/// The OpenAPI 3.1 document of an app, made once when it starts. The same routes give the same bytes.
package struct OpenAPIDocument: Sendable {
    /// The document as JSON.
    package let bytes: [UInt8]
    /// The document as a value.
    package let json: JSONValue

    /// Describes routes.
    /// - Parameters:
    ///   - info: What to say about the API as a whole.
    ///   - routes: The routes, in the order in which they are listed.
    /// - Throws: ``SchemaError`` when the schema of a type cannot be told, ``OpenAPIError`` when a route cannot be described.
    package init(_ info: OpenAPIInfo, routes: [RouteDescription]) throws {
        var builder = OpenAPIBuilder(info)
        let operationIDs = try OperationIDs(routes)
        for (index, route) in routes.enumerated() { try builder.add(route, operationID: operationIDs[index]) }
        self.json = .object(try builder.document())
        var writer = JSONWriter(reservingCapacity: 1024 * (8 + routes.count))
        writer.value(self.json)
        self.bytes = writer.bytes
    }
}
