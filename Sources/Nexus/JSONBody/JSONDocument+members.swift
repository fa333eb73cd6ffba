import NexusCore

extension JSONDocument {
    /// Whether the object that was begun at an offset has a member of a name. Read back from what is written: only those pay who continue an object.
    func hasMember(_ name: String, since start: Int) -> Bool {
        var sought = JSONWriter()
        sought.value(name)
        var depth = 0
        var rest = self.writer.bytes[start...]
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                let string = rest[..<Self.endOfString(rest)]
                rest = rest[string.endIndex...]
                if depth == 1, rest.first == UInt8(ascii: ":"), string.elementsEqual(sought.bytes) { return true }
                continue
            default: break
            }
            rest = rest.dropFirst()
        }
        return false
    }

    /// The place behind the string that bytes begin with.
    private static func endOfString(_ bytes: ArraySlice<UInt8>) -> Int {
        var isEscaped = false
        for index in bytes.indices.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if bytes[index] == UInt8(ascii: "\\") {
                isEscaped = true
            } else if bytes[index] == UInt8(ascii: "\"") {
                return index + 1
            }
        }
        return bytes.endIndex
    }
}
