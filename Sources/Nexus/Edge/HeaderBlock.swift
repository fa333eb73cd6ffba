import HTTPTypes

/// Header fields that never change, written out once.
struct HeaderBlock: Sendable {
    /// The fields, for HTTP/2.
    let fields: [(name: String, value: String)]
    /// The fields as lines, for HTTP/1.1.
    let lines: [UInt8]
    /// The fields as HTTP types, for another server.
    let httpFields: [HTTPField]
    private let names: [HTTPField.Name?]

    /// Creates a block.
    /// - Parameter fields: Names and values. A value that is written over several lines becomes one.
    init(_ fields: [(String, String)]) {
        self.fields = fields.map { (name: $0.0, value: $0.1.onOneLine) }
        self.lines = self.fields.flatMap { Array("\($0.name): \($0.value)\r\n".utf8) }
        self.names = self.fields.map { HTTPField.Name($0.name) }
        self.httpFields = self.fields.compactMap { field in
            HTTPField.Name(field.name).map { HTTPField(name: $0, value: field.value) }
        }
    }

    static let empty = HeaderBlock([])

    /// The fields of two blocks, one after the other.
    static func + (first: HeaderBlock, second: HeaderBlock) -> HeaderBlock {
        HeaderBlock((first.fields + second.fields).map { ($0.name, $0.value) })
    }

    /// Writes the fields that an answer does not bring itself.
    func write(to writer: inout some FieldWriter, exceptFor own: HTTPFields) {
        guard !own.isEmpty else { return writer.block(self) }
        for (field, name) in zip(self.fields, self.names) where name.map({ !own.contains($0) }) ?? true {
            writer.field(field.name, field.value)
        }
    }
}

extension String {
    fileprivate var onOneLine: String {
        self.isFieldValue ? self : self.split { $0.isNewline || $0.isWhitespace || !String($0).isFieldValue }.joined(separator: " ")
    }
}
