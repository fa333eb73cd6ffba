import NexusCore

extension JSONDocument {
    /// The names of the object that was begun at an offset, as they are written. Read back: only those pay who continue an object, and once.
    func memberNames(since start: Int) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        var depth = 0
        var rest = self.writer.bytes[start...]
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                let string = rest[..<Self.endOfString(rest)]
                rest = rest[string.endIndex...]
                if depth == 1, rest.first == UInt8(ascii: ":") { names.insert(Array(string)) }
                continue
            default: break
            }
            rest = rest.dropFirst()
        }
        return names
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
