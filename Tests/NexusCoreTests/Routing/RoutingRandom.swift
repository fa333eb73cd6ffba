import Foundation

/// The same choices on every run.
struct RoutingRandom: RandomNumberGenerator {
    /// Steps of a property test: `NEXUS_PROPERTY_STEPS`, by default what a debug build does in a second or two.
    static let steps = ProcessInfo.processInfo.environment["NEXUS_PROPERTY_STEPS"].flatMap(Int.init) ?? 50_000

    private var state: UInt64

    init(_ seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (self.state ^ (self.state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }
}
