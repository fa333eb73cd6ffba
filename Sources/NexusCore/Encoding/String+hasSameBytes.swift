#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension String {
    /// Whether two strings have the same bytes. `==` compares characters: strings that Unicode calls equal may differ in their bytes.
    package func hasSameBytes(as other: String) -> Bool { self.isCopy(of: other) || haveSameBytes(self.utf8, other.utf8) }

    /// Whether a string and a piece of one have the same bytes.
    package func hasSameBytes(as other: Substring) -> Bool { haveSameBytes(self.utf8, other.utf8) }

    /// Whether one is sure to be a copy of the other, for both are the same two words: strings that are compared often are.
    private func isCopy(of other: String) -> Bool {
        typealias Words = SIMD2<UInt64>
        guard MemoryLayout<String>.size == MemoryLayout<Words>.size else { return false }
        return unsafeBitCast(self, to: Words.self) == unsafeBitCast(other, to: Words.self)
    }
}

extension String? {
    /// Whether both have the same bytes, or neither is there.
    package func hasSameBytes(as other: String?) -> Bool {
        guard let self, let other else { return self == nil && other == nil }
        return self.hasSameBytes(as: other)
    }
}

private func haveSameBytes(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    let isSame = left.withContiguousStorageIfAvailable { left in
        right.withContiguousStorageIfAvailable { right in left.hasSameBytes(as: right) }
    }
    return (isSame ?? nil) ?? left.elementsEqual(right)
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the same bytes stand here and there.
    func hasSameBytes(as other: Self) -> Bool {
        guard let first = self.baseAddress, let second = other.baseAddress else { return self.count == other.count }
        return self.count == other.count && memcmp(first, second, self.count) == 0
    }
}
