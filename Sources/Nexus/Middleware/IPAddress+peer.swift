import NIOCore
import NexusCore

extension IPAddress {
    /// The address of a peer; the unspecified one for those that have none. Read from the bytes: its text costs more than all the rest.
    init(_ peer: SocketAddress?) {
        switch peer {
        case .v4(let peer):
            // After family and port.
            self.init(v4: withUnsafeBytes(of: peer.address) { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) })
        case .v6(let peer):
            // After family, port and flow information (RFC 3493 §3.3).
            let (high, low) = withUnsafeBytes(of: peer.address) { bytes in
                (
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
                )
            }
            self.init(v6High: high, low: low)
        case .unixDomainSocket, nil: self = .unspecified
        }
    }
}
