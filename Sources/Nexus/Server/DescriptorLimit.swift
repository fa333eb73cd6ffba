#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How many files and sockets the process may have open (`RLIMIT_NOFILE`).
enum DescriptorLimit {
    /// The limit in force, or nothing where it cannot be read.
    static var current: Int? {
        self.read().map { Self.bounded($0.rlim_cur) }
    }

    /// Asks the system for as many as the process may have.
    static func raise() {
        guard var limit = self.read(), limit.rlim_cur < limit.rlim_max else { return }
        #if canImport(Darwin)
        // The kernel refuses more than this, and its hard limit says "without end".
        limit.rlim_cur = min(limit.rlim_max, rlim_t(OPEN_MAX))
        #else
        limit.rlim_cur = limit.rlim_max
        #endif
        _ = setrlimit(resource, &limit)
    }

    /// The most connections there is room for, next to the files, the key sets and the stores of the process.
    /// - Parameter limit: How many descriptors there may be.
    static func connections(of limit: Int) -> Int {
        max(1, limit - min(256, max(32, limit / 8)))
    }

    private static func read() -> rlimit? {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? limit : nil
    }

    private static func bounded(_ value: rlim_t) -> Int {
        Int(exactly: value) ?? .max
    }
}

#if os(Linux) && canImport(Glibc)
private let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
private let resource = RLIMIT_NOFILE
#endif
