/// A block of addresses in CIDR notation (RFC 4632): `10.0.0.0/8`, `2001:db8::/32`, or a single address.
public struct CIDRBlock: Sendable, Hashable, CustomStringConvertible {
    /// The first address of the block.
    public let network: IPAddress
    /// How many leading bits every address of the block shares: 0 to 32 for IPv4, 0 to 128 for IPv6.
    public let prefixLength: Int

    /// Reads a block.
    /// - Parameter text: An address with or without `/prefix`. Bits below the prefix must be zero.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
        let width = address.isIPv4 ? 32 : 128
        var length = width
        if parts.count == 2 {
            guard let number = Int(parts[1]), (0...width).contains(number), parts[1].allSatisfy(\.isNumber) else { return nil }
            length = number
        }
        self.network = address
        self.prefixLength = length
        guard Self.masked(address, to: length) == address else { return nil }
    }

    /// Whether an address lies in the block.
    public func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == self.network.isIPv4 && Self.masked(address, to: self.prefixLength) == self.network
    }

    private static func masked(_ address: IPAddress, to length: Int) -> IPAddress {
        func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : bits >= 64 ? .max : ~(.max >> UInt64(bits)) }
        if address.isIPv4 {
            return IPAddress(v4: UInt32(truncatingIfNeeded: address.low & mask(length + 32) & 0xFFFF_FFFF))
        }
        return IPAddress(v6High: address.high & mask(length), low: address.low & mask(length - 64))
    }

    /// The block in CIDR notation.
    public var description: String { "\(self.network)/\(self.prefixLength)" }
}
