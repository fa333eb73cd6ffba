#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One bucket in memory: whose it is, and its theoretical arrival time.
struct LimitSlot {
    var key: LimitKey
    var tat: Int64
}

/// Slots in pages of their own, so that what a flood took goes back to the system and not to a heap that keeps it.
///
/// A slot whose key is all zero is empty; fresh pages are.
struct LimitSlots: ~Copyable {
    private static let pageSize = 4096
    /// How many slots the smallest piece of memory has.
    static let perPage = Self.pageSize / MemoryLayout<LimitSlot>.stride

    private let base: UnsafeMutablePointer<LimitSlot>?
    private let byteCount: Int
    /// How many slots there are.
    let count: Int

    /// No slots, no memory.
    init() {
        self.base = nil
        self.byteCount = 0
        self.count = 0
    }

    /// Maps pages for at least so many slots, or nothing when the system has none left.
    init?(minimumCount: Int) {
        let size = minimumCount * MemoryLayout<LimitSlot>.stride
        let byteCount = (size + Self.pageSize - 1) / Self.pageSize * Self.pageSize
        let count = byteCount / MemoryLayout<LimitSlot>.stride
        guard count > 0, let pages = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
            pages != UnsafeMutableRawPointer(bitPattern: -1)
        else { return nil }
        self.base = pages.bindMemory(to: LimitSlot.self, capacity: count)
        self.byteCount = byteCount
        self.count = count
    }

    deinit {
        if let base { munmap(base, byteCount) }
    }

    /// The memory mapped, in bytes.
    var mappedBytes: Int { self.byteCount }

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

    /// Where a key's probe starts: keys keep their order, so a rehash reads and writes from front to back.
    @inline(__always)
    func home(of key: LimitKey) -> Int {
        Int(truncatingIfNeeded: key.first.multipliedFullWidth(by: UInt64(truncatingIfNeeded: self.count)).high)
    }

    @inline(__always)
    func next(_ index: Int) -> Int {
        index + 1 == self.count ? 0 : index + 1
    }
}
