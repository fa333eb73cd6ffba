import ArgumentParser
import Foundation

/// Measures the gate and its stages, one case at a time.
///
/// Without arguments all cases are timed: nanoseconds an operation, the median of several rounds. `--only CASE --iterations N` runs one of
/// them N times and prints nothing, for tools that count instructions.
@main
struct GateBenchmarks: ParsableCommand {
    static let rounds = 9
    static let roundTime = Duration.milliseconds(100)

    @Flag(help: "Names the cases.")
    var list = false

    @Option(help: "The case to run, without timing it.")
    var only: String?

    @Option(help: "How often to run it.")
    var iterations = 1

    @Flag(help: "Prints the largest resident size of that run, in KiB.")
    var peakMemory = false

    func validate() throws {
        guard self.iterations > 0 else { throw ValidationError("a case runs at least once") }
    }

    func run() throws {
        if self.list {
            for benchmark in Benchmark.all { print(benchmark.name) }
        } else if let only {
            guard let benchmark = Benchmark.all.first(where: { $0.name == only }) else { throw ValidationError("no case \(only)") }
            try benchmark.prepare()(self.iterations)
            if self.peakMemory { print(Self.largestResidentSize) }
        } else {
            for benchmark in Benchmark.all { print("\(benchmark.name)\t\(try Self.nanoseconds(benchmark))") }
        }
    }

    /// The largest resident size of this process so far, as Linux tells it.
    private static var largestResidentSize: String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").dropLast().last.map { String($0) } ?? "unknown"
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
