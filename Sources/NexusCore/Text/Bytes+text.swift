extension Collection<UInt8> {
    /// Whether every byte satisfies a condition, looked at in place where the bytes lie together.
    @inlinable
    package func everyByte(_ isAllowed: (UInt8) -> Bool) -> Bool {
        self.withContiguousStorageIfAvailable { $0.allSatisfy(isAllowed) } ?? self.allSatisfy(isAllowed)
    }
}

extension [UInt8] {
    /// Appends the bytes of a text.
    package mutating func append(text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { self.append(contentsOf: $0) }
        if isDone == nil { self.append(contentsOf: text.utf8) }
    }

    /// Appends text of the source code.
    package mutating func append(text: StaticString) {
        text.withUTF8Buffer { self.append(contentsOf: $0) }
    }

    /// Appends a number in decimal digits, without a string in between.
    package mutating func append(decimal number: Int64) {
        // Int64 has at most 19 digits and a sign.
        self.append(addingCapacity: 20) { $0.append(decimal: number) }
    }
}
