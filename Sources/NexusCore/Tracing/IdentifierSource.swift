import Synchronization

/// Makes identifiers that do not repeat, from one atomic addition each.
///
/// A SplitMix64 sequence behind a counter: threads share it without a lock, and a value repeats only after 2⁶⁴ draws. The seeds come
/// from the system's random source. The identifiers are unique, not secret: never use one as a key, a nonce or a session.
package final class IdentifierSource: Sendable {
    /// The process-wide source.
    package static let shared = IdentifierSource()

    private let counter: Atomic<UInt64>
    private let salt: UInt64

    /// Creates a source with random seeds.
    package convenience init() {
        var random = SystemRandomNumberGenerator()
        self.init(seed: random.next(), salt: random.next())
    }

    /// Creates a source that repeats its sequence, for tests.
    /// - Parameters:
    ///   - seed: Where the sequence starts.
    ///   - salt: What sets the high half of 128-bit values apart.
    package init(seed: UInt64, salt: UInt64) {
        self.counter = Atomic(seed)
        self.salt = salt
    }

    /// The next 64 bits; never zero, which trace identifiers may not be.
    package func next64() -> UInt64 {
        let value = Self.mix(self.step())
        return value == 0 ? Self.increment : value
    }

    /// The next 128 bits; neither half is zero.
    package func next128() -> (high: UInt64, low: UInt64) {
        let position = self.step()
        let high = Self.mix(position ^ self.salt)
        let low = Self.mix(position)
        return (high == 0 ? Self.increment : high, low == 0 ? Self.increment : low)
    }

    private func step() -> UInt64 {
        self.counter.wrappingAdd(Self.increment, ordering: .relaxed).newValue
    }

    /// 2⁶⁴ divided by the golden ratio, made odd: the counter visits every value.
    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mix(_ position: UInt64) -> UInt64 {
        var bits = position
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
