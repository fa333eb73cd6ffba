package import NexusCore

/// Who is charged (contract, "Who is limited"): a verified identity, or the address a request comes from.
package enum LimitSubject: Sendable, Hashable {
    /// A verified identity: nothing here may come from anywhere but a verified token.
    case identity(issuer: String?, user: String, tenant: String?)
    /// A client address, counted by ``IPAddress/subscriberPrefix``.
    case address(IPAddress)

    /// The subject's key in this process. It allocates nothing for native strings.
    /// - Parameter seed: The process's secret.
    package func key(seed: SipHash128.Key) -> LimitKey {
        var hash = SipHash128(key: seed)
        switch self {
        case .address(let address):
            let prefix = address.subscriberPrefix
            hash.absorb(prefix.isIPv4 ? 4 : 6)
            hash.absorb(prefix.high)
            hash.absorb(prefix.low)
        case .identity(let issuer, let user, let tenant):
            hash.absorb((issuer == nil ? 0 : 1 << 8) | (tenant == nil ? 0 : 1 << 9))
            if let issuer { hash.absorb(part: issuer) }
            if let tenant { hash.absorb(part: tenant) }
            hash.absorb(part: user)
        }
        return LimitKey(hash)
    }
}

extension SipHash128 {
    @inline(__always)
    mutating func absorb(part string: String) {
        if string.utf8.withContiguousStorageIfAvailable({ self.absorb(part: $0) }) == nil {
            ContiguousArray(string.utf8).withUnsafeBufferPointer { self.absorb(part: $0) }
        }
    }
}
