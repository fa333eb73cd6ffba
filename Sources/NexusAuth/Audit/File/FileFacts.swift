#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What the system says about a file.
struct FileFacts: Sendable {
    /// Tells files apart, whatever their names.
    let identity: Identity
    /// Bytes.
    let size: Int
    /// Whether it is an ordinary file: not a pipe, a terminal or a device.
    let isRegular: Bool
    /// How many names it has; 0 once it has been deleted.
    let links: Int
    /// When it was last written, in seconds since the Unix epoch.
    let modified: Int64

    struct Identity: Sendable, Hashable {
        let device: UInt64
        let inode: UInt64
    }

    /// Of an open file.
    init?(_ descriptor: Int32) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return nil }
        self.init(facts)
    }

    /// Of the file that a path leads to.
    init?(path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        self.init(facts)
    }

    private init(_ facts: stat) {
        self.identity = Identity(device: UInt64(truncatingIfNeeded: facts.st_dev), inode: UInt64(truncatingIfNeeded: facts.st_ino))
        self.size = Int(facts.st_size)
        self.isRegular = facts.st_mode & S_IFMT == S_IFREG
        self.links = Int(facts.st_nlink)
        #if canImport(Darwin)
        self.modified = Int64(facts.st_mtimespec.tv_sec)
        #else
        self.modified = Int64(facts.st_mtim.tv_sec)
        #endif
    }
}
