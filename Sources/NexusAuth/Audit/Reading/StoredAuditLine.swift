/// A line that a store other than a file keeps.
package struct StoredAuditLine: Sendable {
    package let bytes: [UInt8]
    /// The column that the store finds the line by and that says something else than the line, if one does.
    package let changedColumn: String?

    package init(bytes: [UInt8], changedColumn: String? = nil) {
        self.bytes = bytes
        self.changedColumn = changedColumn
    }
}
