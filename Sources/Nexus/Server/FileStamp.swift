#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What tells whether a file has changed.
struct FileStamp: Sendable, Hashable {
    private var inode: UInt64 = 0
    private var size: Int64 = 0
    private var seconds: Int64 = 0
    private var nanoseconds: Int64 = 0

    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        self.inode = UInt64(status.st_ino)
        self.size = Int64(status.st_size)
        #if canImport(Darwin)
        self.seconds = Int64(status.st_mtimespec.tv_sec)
        self.nanoseconds = Int64(status.st_mtimespec.tv_nsec)
        #else
        self.seconds = Int64(status.st_mtim.tv_sec)
        self.nanoseconds = Int64(status.st_mtim.tv_nsec)
        #endif
    }
}
