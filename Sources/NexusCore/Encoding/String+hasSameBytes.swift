#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension String {
    /// Whether two strings have the same bytes. `==` compares characters: strings that Unicode calls equal may differ in their bytes.
    package func hasSameBytes(as other: String) -> Bool {
        guard self.utf8.count == other.utf8.count else { return false }
        let isSame = self.utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in left.hasSameBytes(as: right) }
        }
        return (isSame ?? nil) ?? self.utf8.elementsEqual(other.utf8)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the same bytes stand here and there.
    func hasSameBytes(as other: Self) -> Bool {
        guard let first = self.baseAddress, let second = other.baseAddress else { return self.count == other.count }
        return self.count == other.count && memcmp(first, second, self.count) == 0
    }
}
