/// The proxies whose word about a client's address counts. Nobody's does by default.
///
/// The address of a request is the right-most one that no trusted proxy holds: each proxy appends whom it saw, so everything
/// to the left of an untrusted address was written by that address itself.
public struct TrustedProxies: Sendable, Hashable {
    /// Why a list is refused.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// One line for a person, with the entry in it.
        public let description: String
    }

    /// How many hops of a chain are read, from the right.
    package static let maximumHops = 64
    /// How many bytes of a chain are read, from the right.
    package static let maximumBytes = 8_192

    /// The blocks that the proxies' addresses lie in.
    public let blocks: [CIDRBlock]
    /// The field by which they name the client.
    public let field: ClientAddressField

    /// Trusts nobody.
    public init() {
        self.init([])
    }

    /// Trusts the proxies in some blocks.
    /// - Parameters:
    ///   - blocks: Where the proxies' addresses lie.
    ///   - field: The field by which they name the client.
    public init(_ blocks: [CIDRBlock], field: ClientAddressField = .either) {
        self.blocks = blocks
        self.field = field
    }

    /// Reads a list as `trusted_proxies` has it.
    /// - Parameters:
    ///   - entries: Addresses, blocks in CIDR notation, or `unix` for peers on a Unix domain socket.
    ///   - field: The field by which they name the client.
    /// - Throws: ``Failure`` naming the first entry that is none of these.
    public init(parsing entries: [String], field: ClientAddressField = .either) throws(Failure) {
        var blocks: [CIDRBlock] = []
        for entry in entries {
            guard let block = CIDRBlock(entry == "unix" ? IPAddress.unspecified.description : entry) else {
                throw Failure(
                    description:
                        "trusted_proxies: \"\(entry)\" is not an address, a block like 10.0.0.0/8 with no bits below its prefix, or unix")
            }
            blocks.append(block)
        }
        self.init(blocks, field: field)
    }

    /// Whether an address is a trusted proxy's.
    public func contains(_ address: IPAddress) -> Bool {
        self.blocks.contains { $0.contains(address) }
    }

    /// Finds the client's address.
    ///
    /// A hop that is malformed, hidden (`unknown`, `_name`; RFC 7239 §6) or beyond 64 hops or 8 KiB ends the walk at the trusted proxy that
    /// reported it. A trusted proxy usually writes one of the two fields and passes the other on as the client sent it, and which
    /// one cannot be told from the request: unless ``field`` says it, where both are present and name different clients, neither is believed.
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - xForwardedFor: The `X-Forwarded-For` lines, in the order received.
    ///   - forwarded: The `Forwarded` lines (RFC 7239), in the order received.
    /// - Returns: The right-most address that is not trusted; the left-most one when all are; the peer when it is not trusted.
    public func clientAddress(peer: IPAddress, xForwardedFor: [String], forwarded: [String]) -> IPAddress {
        guard !self.blocks.isEmpty, !(xForwardedFor.isEmpty && forwarded.isEmpty), self.contains(peer) else { return peer }
        let xForwardedFor = self.field == .forwarded ? [] : xForwardedFor
        let forwarded = self.field == .xForwardedFor ? [] : forwarded
        if forwarded.isEmpty { return self.walk(from: peer, lines: xForwardedFor, hops: ForwardedFields.xForwardedFor) }
        if xForwardedFor.isEmpty { return self.walk(from: peer, lines: forwarded, hops: ForwardedFields.forwarded) }
        let first = self.walk(from: peer, lines: xForwardedFor, hops: ForwardedFields.xForwardedFor)
        let second = self.walk(from: peer, lines: forwarded, hops: ForwardedFields.forwarded)
        return first == second ? first : peer
    }

    /// Follows a chain from the peer outwards, the last line first.
    private func walk(from peer: IPAddress, lines: [String], hops: (_ line: String, _ budget: Int) -> [IPAddress?]) -> IPAddress {
        var verified = peer
        var hopCount = 0
        var budget = Self.maximumBytes
        for line in lines.reversed() where budget > 0 {
            let chain = hops(line, budget)
            budget -= line.utf8.count
            for hop in chain.reversed() {
                hopCount += 1
                guard let hop, hopCount <= Self.maximumHops else { return verified }
                verified = hop
                guard self.contains(hop) else { return hop }
            }
        }
        return verified
    }
}
