/// A set of small integers. Members below 64 need no heap.
package struct BitSet: Sendable, Hashable {
    private var first: UInt64 = 0
    private var rest: [UInt64] = []

    /// Creates an empty set.
    package init() {}

    /// Whether an integer is a member.
    package func contains(_ member: Int) -> Bool {
        if member < 64 { return self.first & (1 << UInt64(member)) != 0 }
        let index = member / 64 - 1
        return index < self.rest.count && self.rest[index] & (1 << UInt64(member % 64)) != 0
    }

    /// Adds an integer.
    package mutating func insert(_ member: Int) {
        if member < 64 {
            self.first |= 1 << UInt64(member)
        } else {
            let index = member / 64 - 1
            while self.rest.count <= index { self.rest.append(0) }
            self.rest[index] |= 1 << UInt64(member % 64)
        }
    }

    /// Adds every member of another set.
    package mutating func formUnion(_ other: BitSet) {
        self.first |= other.first
        while self.rest.count < other.rest.count { self.rest.append(0) }
        for index in other.rest.indices { self.rest[index] |= other.rest[index] }
    }

    /// Removes every member of another set.
    package mutating func subtract(_ other: BitSet) {
        self.first &= ~other.first
        for index in self.rest.indices where index < other.rest.count { self.rest[index] &= ~other.rest[index] }
        while self.rest.last == 0 { self.rest.removeLast() }
    }
}
