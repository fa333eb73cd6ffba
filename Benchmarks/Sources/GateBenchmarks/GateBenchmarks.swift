import Foundation

/// Measures the gate and its stages, one case at a time.
///
/// Without arguments all cases are timed: nanoseconds an operation, the median of several rounds. `--list` names the cases;
/// `--only CASE --iterations N` runs one of them N times and prints nothing, for tools that count instructions; with `--peak-memory` it
/// prints the largest resident size in KiB.
@main
struct GateBenchmarks {
    static let rounds = 9
    static let roundTime = Duration.milliseconds(100)

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.contains("--list") {
            for benchmark in Benchmark.all { print(benchmark.name) }
        } else if let name = self.value(of: "--only", in: arguments) {
            guard let benchmark = Benchmark.all.first(where: { $0.name == name }) else { throw UsageError("no case \(name)") }
            let iterations = self.value(of: "--iterations", in: arguments).flatMap { Int($0) } ?? 1
            try benchmark.prepare()(iterations)
            if arguments.contains("--peak-memory") { print(self.peakMemory) }
        } else {
            for benchmark in Benchmark.all { print("\(benchmark.name)\t\(try self.nanoseconds(benchmark))") }
        }
    }

    /// The largest resident size of this process so far, as Linux tells it.
    private static var peakMemory: String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").dropLast().last.map { String($0) } ?? "unknown"
    }

    private static func value(of option: String, in arguments: ArraySlice<String>) -> String? {
        arguments.firstIndex(of: option).flatMap { $0 + 1 < arguments.endIndex ? arguments[$0 + 1] : nil }
    }

    /// The median over the rounds, each as long as it needs to be for the clock.
    private static func nanoseconds(_ benchmark: Benchmark) throws -> Int {
        let run = try benchmark.prepare()
        let clock = ContinuousClock()
        var iterations = 16
        while clock.measure({ run(iterations) }) < self.roundTime { iterations *= 2 }
        let times = (0..<self.rounds).map { _ in clock.measure { run(iterations) } / iterations }.sorted()
        return Int(times[times.count / 2] / .nanoseconds(1))
    }
}

struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
