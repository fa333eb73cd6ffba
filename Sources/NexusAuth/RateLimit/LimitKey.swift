/// What the memory table knows a caller by: 128 bits of a keyed hash.
package struct LimitKey: Sendable, Hashable {
    let first: UInt64
    let second: UInt64

    init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }

    /// Ends a hash as a key.
    init(_ hash: consuming SipHash128) {
        let (first, second) = hash.finish()
        self.init(first: first, second: second)
    }

    /// The part of the memory table that it belongs to, by bits that its place there does not use.
    @inline(__always)
    var shard: Int { Int(truncatingIfNeeded: self.second & 255) }

    /// The same caller under another rule: a mask of each rule's own moves its buckets apart. Never zero at the front, as an empty slot is.
    @inline(__always)
    func masked(by mask: LimitKey) -> LimitKey {
        LimitKey(first: max(1, self.first ^ mask.first), second: self.second ^ mask.second)
    }
}
