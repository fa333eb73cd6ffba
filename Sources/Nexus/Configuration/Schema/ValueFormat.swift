/// How the values of a key are written, read and shown.
struct ValueFormat<Value>: Sendable {
    /// What is expected, for messages and the reference.
    let name: String
    var shape: ValueShape = .scalar
    var isSecret = false
    /// Reads a value.
    let read: @Sendable (WrittenValue) throws(ValueFailure) -> Value
    /// Shows a value as `nexus.yaml` would have it; nothing where there is none.
    let show: @Sendable (Value) -> String?

    /// The same with `null` for nothing.
    /// - Parameter meaning: What `null` stands for.
    func orNull(_ meaning: String) -> ValueFormat<Value?> {
        ValueFormat<Value?>(name: "\(self.name), or null for \(meaning)", shape: self.shape, isSecret: self.isSecret) {
            written throws(ValueFailure) in
            switch written {
            case .null, .text("null"): nil
            default: try self.read(written)
            }
        } show: {
            $0.flatMap(self.show) ?? "null"
        }
    }

    /// The same for a value that may be left out, and has no way to be written when it is.
    var optional: ValueFormat<Value?> {
        ValueFormat<Value?>(name: self.name, shape: self.shape, isSecret: self.isSecret) { written throws(ValueFailure) in
            try self.read(written)
        } show: {
            $0.flatMap(self.show)
        }
    }
}
