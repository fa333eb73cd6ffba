import Foundation

/// The files that the process has open.
enum ProcessFiles {
    static var count: Int {
        #if os(Linux)
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        #else
        (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? 0
        #endif
    }
}
