import NexusCore

/// A value that is encoded as one other value.
struct JSONSingle: SingleValueEncodingContainer {
    let frame: JSONFrame

    var codingPath: [any CodingKey] { self.frame.codingPath }

    private func write(_ write: (inout JSONWriter) -> Void) {
        self.frame.countValue()
        write(&self.frame.document.writer)
    }

    private func number(_ number: some BinaryFloatingPoint & CustomStringConvertible) throws {
        guard number.isFinite else { throw EncodingError.notANumber(number, under: self.frame, at: nil) }
        self.write { $0.value(number) }
    }

    func encodeNil() { self.write { $0.null() } }
    func encode(_ value: Bool) { self.write { $0.value(value) } }
    func encode(_ value: String) { self.write { $0.value(value) } }
    func encode(_ value: Double) throws { try self.number(value) }
    func encode(_ value: Float) throws { try self.number(value) }
    func encode(_ value: Int) { self.write { $0.value(value) } }
    func encode(_ value: Int8) { self.write { $0.value(value) } }
    func encode(_ value: Int16) { self.write { $0.value(value) } }
    func encode(_ value: Int32) { self.write { $0.value(value) } }
    func encode(_ value: Int64) { self.write { $0.value(value) } }
    func encode(_ value: Int128) { self.write { $0.value(value) } }
    func encode(_ value: UInt) { self.write { $0.value(value) } }
    func encode(_ value: UInt8) { self.write { $0.value(value) } }
    func encode(_ value: UInt16) { self.write { $0.value(value) } }
    func encode(_ value: UInt32) { self.write { $0.value(value) } }
    func encode(_ value: UInt64) { self.write { $0.value(value) } }
    func encode(_ value: UInt128) { self.write { $0.value(value) } }

    func encode<Value: Encodable>(_ value: Value) throws {
        self.frame.countValue()
        try self.frame.document.encode(value, under: self.frame, at: nil)
    }
}
