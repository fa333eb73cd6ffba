#if os(Linux)
#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What `/proc/self/stat` says about this process (proc(5)).
struct ProcessUsage: Hashable {
    let cpuSeconds: Double
    /// Seconds from the start of the machine to the start of the process.
    let startedAfterBoot: Double
    let virtualBytes: Double
    let residentBytes: Double

    /// Reads a line; nothing when it is not in the known form.
    /// - Parameters:
    ///   - stat: The line.
    ///   - ticksPerSecond: The unit of its times.
    ///   - pageSize: The unit of its resident size, in bytes.
    init?(
        stat: String, ticksPerSecond: Double = Double(sysconf(Int32(_SC_CLK_TCK))), pageSize: Double = Double(sysconf(Int32(_SC_PAGESIZE)))
    ) {
        // The second field is the program's name in brackets, which may hold spaces and brackets itself: count from the last one.
        guard ticksPerSecond > 0, let bracket = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[bracket...].split(separator: " ").map { Double($0.filter { $0 != "\n" }) }
        guard fields.count > 22, let user = fields[12], let system = fields[13], let start = fields[20], let virtual = fields[21],
            let resident = fields[22]
        else { return nil }
        self.cpuSeconds = (user + system) / ticksPerSecond
        self.startedAfterBoot = start / ticksPerSecond
        self.virtualBytes = virtual
        self.residentBytes = resident * pageSize
    }

    var families: [MetricFamily] {
        var families: [MetricFamily] = [
            MetricFamily(
                "process_cpu_seconds", help: "CPU time used, user and system.", kind: .counter,
                samples: [MetricSample(.number(self.cpuSeconds), labels: [])]
            ),
            .gauge("process_virtual_memory_bytes", "Virtual memory.", self.virtualBytes),
            .gauge("process_resident_memory_bytes", "Resident memory.", self.residentBytes),
        ]
        if let boot = Self.bootSeconds {
            families.append(
                .gauge("process_start_time_seconds", "Start of the process since the Unix epoch.", boot + self.startedAfterBoot))
        }
        return families
    }

    /// When the machine started, in seconds since the Unix epoch.
    private static let bootSeconds: Double? = ProcFile.text("/proc/stat").flatMap { text in
        text.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst("btime ".count)) }
    }
}
#endif
