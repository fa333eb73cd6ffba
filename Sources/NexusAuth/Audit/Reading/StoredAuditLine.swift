/// A line that a store other than a file keeps.
package struct StoredAuditLine: Sendable {
    package let bytes: [UInt8]
    /// The column that the store finds the line by and that says something else than the line, if one does.
    package let changedColumn: String?

    /// Whether it can be looked into at all.
    package let isReadable: Bool

    package init(bytes: [UInt8], isReadable: Bool = true, changedColumn: String? = nil) {
        self.bytes = bytes
        self.isReadable = isReadable
        self.changedColumn = changedColumn
    }
}
