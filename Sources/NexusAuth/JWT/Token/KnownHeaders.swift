internal import Synchronization

/// The headers of tokens that were verified lately. All tokens of one key have the same one: it is read once, not with each of them.
///
/// Only genuine tokens add to it, so forged ones cannot push them out.
final class KnownHeaders: Sendable {
    private struct Known: Sendable {
        let encoded: [UInt8]
        let header: JOSEHeader

        /// Whether this is the header that was written so.
        func isWritten(_ other: ArraySlice<UInt8>) -> Bool {
            let (left, right) = (self.encoded.span, other.span)
            guard left.count == right.count else { return false }
            for index in left.indices where left[index] != right[index] { return false }
            return true
        }
    }

    private static let capacity = 8

    private let known = Mutex<[Known]>([])

    /// The header that was read from the same bytes.
    func find(_ encoded: ArraySlice<UInt8>) -> JOSEHeader? {
        self.known.withLock { known in known.first { $0.isWritten(encoded) }?.header }
    }

    /// Remembers a header; the one that came first makes room.
    func insert(_ header: JOSEHeader, as encoded: ArraySlice<UInt8>) {
        self.known.withLock { known in
            guard !known.contains(where: { $0.isWritten(encoded) }) else { return }
            if known.count == Self.capacity { known.removeFirst() }
            known.append(Known(encoded: Array(encoded), header: header))
        }
    }
}
