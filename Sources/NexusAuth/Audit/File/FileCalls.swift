#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The calls by which the file sink changes the disk, as values: a test makes any of them fail, at any time.
package struct FileCalls: Sendable {
    /// Opens a file for reading and appending, creates it with mode 0600.
    package var open: @Sendable (_ path: String) throws(AuditError) -> Int32
    /// Appends bytes; returns how many were taken.
    package var write: @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(AuditError) -> Int
    /// Returns when the file's content is on disk.
    package var sync: @Sendable (_ descriptor: Int32) throws(AuditError) -> Void
    /// Cuts a file.
    package var truncate: @Sendable (_ descriptor: Int32, _ size: Int) throws(AuditError) -> Void
    /// Gives a file another name.
    package var rename: @Sendable (_ from: String, _ to: String) throws(AuditError) -> Void

    /// The system's.
    package static let system = FileCalls(
        open: { path throws(AuditError) in
            let descriptor = sysOpen(path)
            guard descriptor >= 0 else { throw .system("open", path, errno: errno) }
            return descriptor
        },
        write: { descriptor, bytes throws(AuditError) in
            while true {
                let count = sysWrite(descriptor, bytes)
                if count >= 0 { return count }
                switch errno {
                case EINTR: continue
                case EAGAIN: waitUntilWritable(descriptor)
                case let code: throw .system("write to", "the audit file", errno: code)
                }
            }
        },
        sync: { descriptor throws(AuditError) in
            guard sysSync(descriptor) == 0 else { throw .system("sync", "the audit file", errno: errno) }
        },
        truncate: { descriptor, size throws(AuditError) in
            guard ftruncate(descriptor, off_t(size)) == 0 else { throw .system("cut", "the audit file", errno: errno) }
        },
        rename: { from, to throws(AuditError) in
            guard sysRename(from, to) == 0 else { throw .system("rename", from, errno: errno) }
        }
    )
}

private func sysOpen(_ path: String) -> Int32 {
    open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0o600)
}

private func sysWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

private func sysRename(_ from: String, _ to: String) -> Int32 {
    rename(from, to)
}

private func sysSync(_ descriptor: Int32) -> Int32 {
    #if canImport(Darwin)
    fcntl(descriptor, F_FULLFSYNC)
    #else
    fdatasync(descriptor)
    #endif
}

private func waitUntilWritable(_ descriptor: Int32) {
    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = sysPoll(&poll)
}

private func sysPoll(_ descriptor: inout pollfd) -> Int32 {
    poll(&descriptor, 1, 1000)
}
