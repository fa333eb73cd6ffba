/// A type whose schema cannot be told. An incomplete schema is never published: the app does not start.
public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The type that stands in the way.
    public let type: String
    /// Where it was met: a type and the keys below it, such as `Article.status`.
    public let place: String
    /// What is wrong, and what to do about it.
    public let reason: String

    init(_ type: any Any.Type, at place: String, _ reason: String) {
        self.init(named: "\(type)", at: place, reason)
    }

    init(named type: String, at place: String, _ reason: String) {
        self.type = type
        self.place = place
        self.reason = reason
    }

    /// One line for the start-up log.
    public var description: String {
        self.place == self.type
            ? "no schema for \(self.type): \(self.reason)" : "no schema for \(self.type) at \(self.place): \(self.reason)"
    }
}
