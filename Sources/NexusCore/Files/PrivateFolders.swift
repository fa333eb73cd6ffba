#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Folders for this user alone.
package enum PrivateFolders {
    /// Makes the folders that a file lies in, where they are missing, with mode 0700. What cannot be made is found out by opening the file.
    package static func make(above path: String) {
        for index in path.utf8.indices.dropFirst() where path.utf8[index] == UInt8(ascii: "/") {
            _ = mkdir(String(path[..<index]), 0o700)
        }
    }
}
