/// SipHash-2-4 with a 128-bit result (Aumasson and Bernstein, 2012; the double-width variant of the reference code).
///
/// Without the key nobody can find two callers that share a bucket, nor crowd one part of the table.
package struct SipHash128: Sendable {
    /// A 128-bit key.
    package struct Key: Sendable, Hashable {
        let k0: UInt64
        let k1: UInt64

        /// Creates a key from its two little-endian words.
        package init(_ k0: UInt64, _ k1: UInt64) {
            self.k0 = k0
            self.k1 = k1
        }

        /// A key that only this process knows.
        package static func random() -> Key {
            var generator = SystemRandomNumberGenerator()
            return Key(generator.next(), generator.next())
        }
    }

    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    private var words: UInt64 = 0

    /// Starts a hash.
    @inline(__always)
    package init(key: Key) {
        self.v0 = key.k0 ^ 0x736F_6D65_7073_6575
        self.v1 = key.k1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE
        self.v2 = key.k0 ^ 0x6C79_6765_6E65_7261
        self.v3 = key.k1 ^ 0x7465_6462_7974_6573
    }

    /// Absorbs eight bytes, given as a little-endian word.
    @inline(__always)
    package mutating func absorb(_ word: UInt64) {
        self.words &+= 1
        self.compress(word)
    }

    /// Absorbs a length and the bytes, padded with zeros to whole words: no two sequences of parts read alike.
    @inline(__always)
    package mutating func absorb(part bytes: UnsafeBufferPointer<UInt8>) {
        self.absorb(UInt64(bytes.count))
        let tail = self.absorbWords(bytes)
        if bytes.count & 7 != 0 { self.absorb(tail) }
    }

    /// Ends the hash.
    /// - Parameters:
    ///   - tail: The last zero to seven bytes as a little-endian word.
    ///   - count: How many bytes the tail has.
    @inline(__always)
    package consuming func finish(tail: UInt64 = 0, count: Int = 0) -> (first: UInt64, second: UInt64) {
        let length = (self.words &* 8 &+ UInt64(count)) & 0xFF
        self.compress(length << 56 | tail)
        self.v2 ^= 0xEE
        for _ in 0..<4 { self.round() }
        let first = self.v0 ^ self.v1 ^ self.v2 ^ self.v3
        self.v1 ^= 0xDD
        for _ in 0..<4 { self.round() }
        return (first, self.v0 ^ self.v1 ^ self.v2 ^ self.v3)
    }

    /// Hashes a plain byte string.
    package static func hash(_ bytes: UnsafeBufferPointer<UInt8>, key: Key) -> (first: UInt64, second: UInt64) {
        var hash = SipHash128(key: key)
        let tail = hash.absorbWords(bytes)
        return hash.finish(tail: tail, count: bytes.count & 7)
    }

    @inline(__always)
    private mutating func absorbWords(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        let whole = raw.count & ~7
        var offset = 0
        while offset < whole {
            self.absorb(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        return Self.tail(of: raw)
    }

    /// The last zero to seven bytes as a word; of eight bytes or more by one load that overlaps what is already absorbed.
    @inline(__always)
    private static func tail(of raw: UnsafeRawBufferPointer) -> UInt64 {
        let rest = raw.count & 7
        guard rest > 0 else { return 0 }
        if raw.count > 8 {
            return UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: raw.count - 8, as: UInt64.self)) >> UInt64((8 - rest) * 8)
        }
        return raw.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        self.v3 ^= word
        self.round()
        self.round()
        self.v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 { value &<< count | value &>> (64 &- count) }
        self.v0 &+= self.v1
        self.v1 = rotate(self.v1, 13) ^ self.v0
        self.v0 = rotate(self.v0, 32)
        self.v2 &+= self.v3
        self.v3 = rotate(self.v3, 16) ^ self.v2
        self.v0 &+= self.v3
        self.v3 = rotate(self.v3, 21) ^ self.v0
        self.v2 &+= self.v1
        self.v1 = rotate(self.v1, 17) ^ self.v2
        self.v2 = rotate(self.v2, 32)
    }
}
