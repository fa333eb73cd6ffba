import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A small number for the current thread, dealt out in turn, so that threads which record at once write to different memory.
enum ThreadLane {
    /// The number of lanes; a power of two.
    static let count = 8

    /// The current thread's lane, from 0 up to ``count``.
    static var current: Int {
        guard let key = self.key else { return 0 }
        // The slot holds the lane plus one as a bare number: nothing is ever pointed to, so nothing needs freeing.
        let stored = Int(bitPattern: pthread_getspecific(key))
        return stored > 0 ? stored - 1 : self.assign(key)
    }

    @inline(never)
    private static func assign(_ key: pthread_key_t) -> Int {
        let lane = self.next.wrappingAdd(1, ordering: .relaxed).oldValue & (self.count - 1)
        _ = pthread_setspecific(key, UnsafeRawPointer(bitPattern: lane + 1))
        return lane
    }

    private static let next = Atomic<Int>(0)

    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        return pthread_key_create(&key, nil) == 0 ? key : nil
    }()
}
