#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An IPv4 or IPv6 address as a value.
///
/// IPv4-mapped IPv6 addresses (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) are read as the IPv4 address they stand for.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// The upper 64 bits in network order; zero for IPv4.
    package let high: UInt64
    /// The lower 64 bits in network order; the 32 bits of an IPv4 address.
    package let low: UInt64
    /// Whether this is an IPv4 address.
    public let isIPv4: Bool

    private init(high: UInt64, low: UInt64, isIPv4: Bool) {
        self.high = high
        self.low = low
        self.isIPv4 = isIPv4
    }

    /// Creates an IPv4 address from its 32 bits in host order.
    package init(v4 bits: UInt32) {
        self.init(high: 0, low: UInt64(bits), isIPv4: true)
    }

    /// Creates an IPv6 address, or the IPv4 address that it maps.
    package init(v6High high: UInt64, low: UInt64) {
        if high == 0, low >> 32 == 0xFFFF {
            self.init(v4: UInt32(truncatingIfNeeded: low))
        } else {
            self.init(high: high, low: low, isIPv4: false)
        }
    }

    /// Reads an address in its textual form, without port, brackets or zone.
    /// - Parameter text: For example `192.0.2.1` or `2001:db8::1`.
    public init?(_ text: String) {
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4: UInt32(bigEndian: v4.s_addr))
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        let (high, low) = withUnsafeBytes(of: &v6) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.init(v6High: high, low: low)
    }

    /// The unspecified address, for peers that have none (a Unix domain socket).
    public static let unspecified = IPAddress(v4: 0)

    /// What a caller is counted by: an IPv4 address itself, an IPv6 address by its /64 (one subscriber usually owns all of it).
    public var subscriberPrefix: IPAddress {
        self.isIPv4 ? self : IPAddress(high: self.high, low: 0, isIPv4: false)
    }

    /// The textual form: dotted for IPv4, RFC 5952 for IPv6.
    public var description: String {
        if self.isIPv4 {
            var bytes: [UInt8] = []
            self.append(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) { bytes in
            bytes.storeBytes(of: self.high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: self.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        inet_ntop(AF_INET6, &address, &buffer, socklen_t(buffer.count))
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Appends ``description``.
    package func append(to bytes: inout [UInt8]) {
        guard self.isIPv4 else { return bytes.append(contentsOf: self.description.utf8) }
        bytes.append(addingCapacity: 15) { span in
            for shift in stride(from: UInt64(24), through: 0, by: -8) {
                span.append(decimal: Int64(UInt8(truncatingIfNeeded: self.low >> shift)))
                if shift > 0 { span.append(UInt8(ascii: ".")) }
            }
        }
    }
}
