#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Slots in pages of their own, so that what a flood took goes back to the system and not to a heap that keeps it.
///
/// Fresh pages are empty slots.
struct LimitSlots: ~Copyable {
    private static let pageSize = 4096
    /// How many slots the smallest piece of memory has.
    static let perPage = Self.pageSize / MemoryLayout<LimitSlot>.stride

    private let base: UnsafeMutablePointer<LimitSlot>?
    /// How many slots there are.
    let count: Int

    /// No slots, no memory.
    init() {
        self.base = nil
        self.count = 0
    }

    /// Maps pages for at least so many slots, or nothing when the system has none left.
    init?(minimumCount: Int) {
        let byteCount = Self.wholePages(for: minimumCount)
        let count = byteCount / MemoryLayout<LimitSlot>.stride
        guard count > 0, let pages = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
            pages != UnsafeMutableRawPointer(bitPattern: -1)
        else { return nil }
        self.base = pages.bindMemory(to: LimitSlot.self, capacity: count)
        self.count = count
    }

    deinit {
        if let base { munmap(base, self.mappedBytes) }
    }

    /// The memory mapped, in bytes.
    var mappedBytes: Int { Self.wholePages(for: self.count) }

    private static func wholePages(for count: Int) -> Int {
        (count * MemoryLayout<LimitSlot>.stride + Self.pageSize - 1) / Self.pageSize * Self.pageSize
    }

    /// A slot; the index must be below ``count``.
    subscript(index: Int) -> LimitSlot {
        @inline(__always) get {
            assert(index >= 0 && index < self.count)
            return self.base.unsafelyUnwrapped[index]
        }
        @inline(__always) nonmutating set {
            assert(index >= 0 && index < self.count)
            self.base.unsafelyUnwrapped[index] = newValue
        }
    }

    /// Changes a slot in place; the index must be below ``count``.
    @inline(__always)
    func withSlot<Result>(at index: Int, _ change: (inout LimitSlot) -> Result) -> Result {
        assert(index >= 0 && index < self.count)
        return change(&self.base.unsafelyUnwrapped[index])
    }

    /// Where a key's probe starts: keys keep their order, so a rehash reads and writes from front to back.
    @inline(__always)
    func home(of first: UInt64) -> Int {
        Int(truncatingIfNeeded: first.multipliedFullWidth(by: UInt64(truncatingIfNeeded: self.count)).high)
    }

    @inline(__always)
    func next(_ index: Int) -> Int {
        index + 1 == self.count ? 0 : index + 1
    }
}
