#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What the system says about a file.
package struct FileFacts: Sendable, Hashable {
    /// Tells files apart, whatever their names.
    package let identity: Identity
    /// Bytes.
    package let size: Int
    /// Whether it is an ordinary file: not a pipe, a terminal or a device.
    package let isRegular: Bool
    /// How many names it has; 0 once it has been deleted.
    package let links: Int
    /// When it was last written, in nanoseconds since the Unix epoch.
    package let modified: Int64

    package struct Identity: Sendable, Hashable {
        package let device: UInt64
        package let inode: UInt64
    }

    /// Of an open file.
    package init?(_ descriptor: Int32) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return nil }
        self.init(facts)
    }

    /// Of the file that a path leads to.
    package init?(path: String) {
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
        let modified = facts.st_mtimespec
        #else
        let modified = facts.st_mtim
        #endif
        self.modified = Int64(modified.tv_sec) &* 1_000_000_000 &+ Int64(modified.tv_nsec)
    }
}
