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
            other.utf8.withContiguousStorageIfAvailable { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return left.count == right.count }
                return left.count == right.count && memcmp(first, second, left.count) == 0
            }
        }
        return (isSame ?? nil) ?? self.utf8.elementsEqual(other.utf8)
    }
}
