#if os(Linux)
#if canImport(Musl)
import Musl
#else
import Glibc
#endif
#endif

extension PrometheusCollector {
    /// Memory, CPU time, open files and start time of this process, from `/proc/self`; nothing on other systems.
    public static let process = PrometheusCollector {
        #if os(Linux)
        var families: [MetricFamily] = []
        if let text = ProcFile.text("/proc/self/stat"), let usage = ProcessUsage(stat: text) { families += usage.families }
        // The folder that is being counted is open itself.
        if let files = ProcFile.entryCount("/proc/self/fd") {
            families.append(.gauge("process_open_fds", "Open file descriptors.", max(0, files - 1)))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            families.append(.gauge("process_max_fds", "Most open file descriptors.", limit.rlim_cur))
        }
        return families
        #else
        return []
        #endif
    }
}
