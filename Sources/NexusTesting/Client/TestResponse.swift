public import NexusCore

/// An answer as it came over the wire.
public struct TestResponse: Sendable, Hashable {
    /// The status code.
    public var status: Int
    /// The header fields in their order, names as they were sent.
    public var headers: [(name: String, value: String)] {
        self.lines.map { ($0.name, $0.value) }
    }
    /// The content, without its framing.
    public var body: [UInt8]

    struct Line: Sendable, Hashable {
        var name: String
        var value: String
    }

    var lines: [Line]

    /// The first value of a header field.
    /// - Parameter name: The field's name in any case.
    public func header(_ name: String) -> String? {
        self.headers(name).first
    }

    /// The values of a header field.
    /// - Parameter name: The field's name in any case.
    public func headers(_ name: String) -> [String] {
        self.lines.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The content as text.
    public var text: String { String(decoding: self.body, as: UTF8.self) }

    /// The content as a JSON object.
    /// - Throws: `JSONParsingError` when it is none.
    public func json() throws -> JSONObject { try JSONParser.parseObject(self.body) }

    /// The code of an error's body.
    public var error: String? { (try? self.json())?["error"]?.stringValue }

    /// Whether the server says that the connection ends.
    public var closes: Bool { self.header("connection")?.lowercased() == "close" }
}
