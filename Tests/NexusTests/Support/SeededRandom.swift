import Foundation

/// The same numbers on every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var bits = self.state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Changes a byte, or takes some away.
    mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &self)
        switch Int.random(in: 0..<5, using: &self) {
        case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &self)
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &self)], at: index)
        default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...8, using: &self)))
        }
    }

    /// Repeats something for `NEXUS_FUZZ_SECONDS`, one second by default.
    mutating func fuzz(_ body: (inout SeededRandom) async throws -> Void) async rethrows {
        let seconds = ProcessInfo.processInfo.environment["NEXUS_FUZZ_SECONDS"].flatMap(Double.init) ?? 1
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        repeat {
            for _ in 0..<20 { try await body(&self) }
        } while clock.now < end
    }
}
