#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension HealthCheck {
    /// A check that a folder, the audit trail's for one, has room left.
    /// - Parameters:
    ///   - name: The component's name in the report.
    ///   - path: The folder, or a file in it.
    ///   - minimumFreeBytes: Below this the component is unhealthy; below twice this it is degraded.
    ///   - isCritical: Whether readiness falls with it.
    public static func diskSpace(
        _ name: String = "disk", path: String, minimumFreeBytes: UInt64 = 64 << 20, isCritical: Bool = true
    ) -> HealthCheck {
        HealthCheck(name, isCritical: isCritical, interval: .milliseconds(500)) {
            guard let free = freeBytes(at: path) else { return .unhealthy("the folder cannot be examined") }
            if free < minimumFreeBytes { return .unhealthy("\(free) bytes free, \(minimumFreeBytes) needed") }
            let comfortable = minimumFreeBytes.addingReportingOverflow(minimumFreeBytes)
            return free < (comfortable.overflow ? .max : comfortable.partialValue) ? .degraded("\(free) bytes free") : .healthy
        }
    }

    /// What an unprivileged process may still write at a path; nothing when the path cannot be examined.
    private static func freeBytes(at path: String) -> UInt64? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        let (bytes, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return overflow ? .max : bytes
    }
}
