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
}
