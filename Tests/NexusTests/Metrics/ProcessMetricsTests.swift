#if os(Linux)
import Testing

@testable import Nexus

@Suite("Process metrics")
struct ProcessMetricsTests {
    @Test("a line of /proc/self/stat, with a hostile program name")
    func stat() throws {
        let line = "42 (a) R 1 (b)) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 4 0 12345 4096000 512 18446744073709551615 1 1\n"
        let usage = try #require(ProcessUsage(stat: line, ticksPerSecond: 100, pageSize: 4_096))
        #expect(usage.cpuSeconds == 3)
        #expect(usage.startedAfterBoot == 123.45)
        #expect(usage.virtualBytes == 4_096_000)
        #expect(usage.residentBytes == 512 * 4_096)
    }

    @Test(
        "a line of another form gives nothing",
        arguments: ["", "1", "1 (x)", "1 (x) S 1 2 3", ")))", "1 (x) S a b c d e f g h i j k l m n o p q r s t u v"])
    func malformed(line: String) {
        #expect(ProcessUsage(stat: line, ticksPerSecond: 100, pageSize: 4_096) == nil)
    }

    @Test("this process has memory, files and a start in the past")
    func own() throws {
        let families = PrometheusCollector.process.collect()
        func value(_ name: String) throws -> Double {
            let sample = try #require(families.first { $0.name == name }?.samples.first)
            guard case .number(let number) = sample.value else { return .nan }
            return number
        }
        #expect(try value("process_resident_memory_bytes") > 1_000_000)
        #expect(try value("process_open_fds") >= 3)
        #expect(try value("process_max_fds") >= value("process_open_fds"))
        #expect(try value("process_cpu_seconds") > 0)
        #expect(try value("process_start_time_seconds") > 1_600_000_000)
    }
}
#endif
