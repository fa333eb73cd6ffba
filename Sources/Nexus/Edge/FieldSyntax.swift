import NexusCore

extension String {
    /// Whether this is the name of a header field or a method: a token (RFC 9110 §5.6.2).
    var isFieldName: Bool {
        !self.isEmpty
            && self.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether this may stand as the value of a header field: no control characters but tabs (RFC 9110 §5.5).
    var isFieldValue: Bool {
        self.utf8.everyByte { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
