import Tracing

/// Lets a tracer read the header fields of any HTTP library.
package struct HeaderLookup: Sendable {
    /// The value of a field by its lower-case name, repeated ones joined with commas; nothing when it is absent.
    package let value: @Sendable (String) -> String?

    /// Creates a look-up.
    package init(_ value: @escaping @Sendable (String) -> String?) {
        self.value = value
    }
}

/// Reads fields through a ``HeaderLookup``.
package struct HeaderLookupExtractor: Extractor {
    package init() {}

    package func extract(key: String, from carrier: HeaderLookup) -> String? {
        carrier.value(key.lowercased())
    }
}
