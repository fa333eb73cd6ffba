/// A fetched document.
package struct KeySetDocument: Sendable, Hashable {
    /// Its content.
    package var bytes: [UInt8]
    /// How many seconds its cache headers let it be kept; nil when they do not say.
    package var maxAge: Int?

    /// Creates a document.
    package init(bytes: [UInt8], maxAge: Int? = nil) {
        self.bytes = bytes
        self.maxAge = maxAge
    }
}
