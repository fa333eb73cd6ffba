internal import NexusCore

/// The values of a claim that are accepted: one, or several.
///
/// Written as a literal: `issuer: "https://issuer.example"`, `audience: ["api", "admin-api"]`.
public struct AcceptedValues: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// The values; compared byte by byte.
    public let values: [String]

    /// Accepts one value.
    public init(_ value: String) {
        self.values = [value]
    }

    /// Accepts any of several values.
    public init(_ values: [String]) {
        self.values = values
    }

    /// Accepts one value.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Accepts any of several values.
    public init(arrayLiteral elements: String...) {
        self.init(elements)
    }

    /// Whether a value is one of them. Bytes decide: look-alikes that Unicode calls equal are different names.
    package func contains(_ candidate: String) -> Bool {
        self.values.contains { $0.hasSameBytes(as: candidate) }
    }
}
