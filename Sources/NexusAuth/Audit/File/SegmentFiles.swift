import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The files of one trail: the one that is written, and the closed ones beside it, `audit.jsonl.0000000000001042`, named after
/// the number of their last line, so that the order of names is the order of the chain.
package struct SegmentFiles: Sendable {
    /// A closed file.
    package struct Closed: Sendable, Hashable {
        /// Where it is.
        package let path: String
        /// The number of its last line.
        package let lastSequence: UInt64
    }

    /// The file that is written.
    package let path: String

    /// The files of the trail at a path.
    package init(path: String) {
        self.path = path
    }

    /// The folder they are in.
    var folder: String {
        guard let slash = self.path.lastIndex(of: "/") else { return "." }
        return slash == self.path.startIndex ? "/" : String(self.path[..<slash])
    }

    private var name: String { String(self.path[(self.path.lastIndex(of: "/").map(self.path.index(after:)) ?? self.path.startIndex)...]) }

    /// The name a file gets when it is closed.
    func closedPath(lastSequence: UInt64) -> String {
        let digits = String(lastSequence)
        return self.path + "." + String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    }

    /// The closed files, oldest first.
    package func closed() -> [Closed] {
        guard let folder = opendir(self.folder) else { return [] }
        defer { closedir(folder) }
        let prefix = self.name + "."
        var found: [Closed] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            guard name.hasPrefix(prefix) else { continue }
            let suffix = name.dropFirst(prefix.count)
            guard suffix.utf8.count >= 16, suffix.utf8.allSatisfy(\.isASCIIDigit), let sequence = UInt64(suffix) else { continue }
            found.append(
                Closed(path: self.folder == "." && !self.path.contains("/") ? name : self.folder + "/" + name, lastSequence: sequence))
        }
        return found.sorted { $0.lastSequence < $1.lastSequence }
    }

    /// All files that exist, in the order of the chain.
    package func all() -> [String] {
        self.closed().map(\.path) + (FileFacts(path: self.path) == nil ? [] : [self.path])
    }

    /// The closed files that need not be kept, oldest first.
    ///
    /// Only from the oldest on: a hole in the middle would look like tampering.
    func surplus(keeping count: Int?, newerThan oldest: Int64?) -> [Closed] {
        let closed = self.closed()
        return closed.indices.prefix { index in
            let isSurplus = count.map { closed.count - index > $0 } ?? false
            let isOld = oldest.flatMap { limit in FileFacts(path: closed[index].path).map { $0.modified / 1_000_000_000 < limit } } ?? false
            return isSurplus || isOld
        }.map { closed[$0] }
    }

    /// Removes closed files, oldest first, up to the first that cannot be removed.
    func remove(_ surplus: [Closed]) {
        for file in surplus { guard unlink(file.path) == 0 else { return } }
    }

    /// Makes names of files survive a loss of power.
    func syncFolder() throws(AuditError) {
        let descriptor = open(self.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", self.folder, errno: errno) }
        defer { close(descriptor) }
        // File systems that know no sync of folders say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .system("sync", self.folder, errno: errno) }
    }
}
