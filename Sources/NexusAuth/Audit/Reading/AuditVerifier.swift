/// Reads a trail from its first file to its last and says whether anything in it was changed, removed or put elsewhere.
///
/// The chain alone shows every change by someone who does not rewrite all that follows. Signed checkpoints show that too, for every
/// line before the last checkpoint; only a known head shows that nothing was cut off the end after it.
public struct AuditVerifier: Sendable {
    private let publicKeys: [String]
    private let acceptsEarlierKeys: Bool
    private let head: AuditVerification.Head?

    /// Creates a verifier.
    /// - Parameters:
    ///   - publicKeys: The keys that checkpoints must be signed with, in base64url, in the order they were used: once a key has signed, those
    ///     before it no longer count, and the last one must have signed. With an empty list any key's signature counts, and
    ///     ``AuditVerification/signers`` says whose they are.
    ///   - acceptsEarlierKeys: Whether a key is demanded only from the first checkpoint on that is signed with one of them, which vouches for all
    ///     that comes before: for trails that are older than the keys.
    ///   - head: A place that the chain is known to have reached.
    public init(publicKeys: [String], acceptsEarlierKeys: Bool = false, head: AuditVerification.Head? = nil) {
        self.publicKeys = publicKeys
        self.acceptsEarlierKeys = acceptsEarlierKeys
        self.head = head
    }

    /// Creates a verifier that knows one key, or none.
    /// - Parameters:
    ///   - publicKey: The key that checkpoints must be signed with, in base64url; without it any key's signature counts.
    ///   - acceptsEarlierKeys: Whether the key is demanded only from the first checkpoint on that is signed with it.
    ///   - head: A place that the chain is known to have reached.
    public init(publicKey: String? = nil, acceptsEarlierKeys: Bool = false, head: AuditVerification.Head? = nil) {
        self.init(publicKeys: publicKey.map { [$0] } ?? [], acceptsEarlierKeys: acceptsEarlierKeys, head: head)
    }

    /// Verifies a trail: the closed files beside a path, then the file itself.
    /// - Throws: ``AuditError`` when a file cannot be read or there is none.
    public func verify(path: String) throws(AuditError) -> AuditVerification {
        let files = SegmentFiles(path: path)
        var attempts = 3
        while true {
            let oldest = files.closed().first
            var trail = TrailFiles(files)
            let result = try self.verify(path, isStream: false) { () throws(AuditError) in try trail.next() }
            attempts -= 1
            // Files that retention removed before they were read are not missing: look again.
            if result.isIntact || files.closed().first == oldest || attempts == 0 { return result }
        }
    }

    /// Verifies files in the order given.
    /// - Parameters:
    ///   - files: The files, oldest first.
    ///   - isStream: Whether they are what was collected from standard output, where every process begins a chain. Where keys signed in turn, what
    ///     several replicas wrote is verified replica by replica.
    /// - Throws: ``AuditError`` when a file cannot be read.
    public func verify(files: [String], isStream: Bool = false) throws(AuditError) -> AuditVerification {
        var rest = files[...]
        return try self.verify(files.last ?? "", isStream: isStream) { () throws(AuditError) in
            guard let file = rest.popFirst() else { return nil }
            return try LineReader(path: file)
        }
    }

    private func verify(
        _ name: String,
        isStream: Bool,
        _ next: () throws(AuditError) -> LineReader?
    ) throws(AuditError) -> AuditVerification {
        var verifier = ChainVerifier(publicKeys: self.publicKeys, acceptsEarlierKeys: self.acceptsEarlierKeys, isStream: isStream)
        var isHeadSeen = false
        var isThere = false
        while let reader = try next() {
            isThere = true
            while let line = try reader.next() {
                if line.isTorn {
                    verifier.torn(file: reader.path, number: reader.count, bytes: line.bytes.count, isLive: reader.isBeingWritten)
                } else {
                    verifier.check(line.bytes, file: reader.path, number: reader.count)
                    isHeadSeen = isHeadSeen || self.isHead(line.bytes)
                }
            }
        }
        guard isThere else { throw AuditError(.system, "there is no audit file at \(name)") }
        return verifier.finish(name, knownHead: self.head, headSeen: isHeadSeen)
    }

    /// Verifies lines that a store other than a file keeps.
    /// - Parameters:
    ///   - name: What problems call the store.
    ///   - next: The next line, or nothing at the end.
    package func verify(store name: String, next: () throws -> StoredAuditLine?) rethrows -> AuditVerification {
        var verifier = ChainVerifier(publicKeys: self.publicKeys, acceptsEarlierKeys: self.acceptsEarlierKeys)
        var isHeadSeen = false
        var number = 0
        while let line = try next() {
            number += 1
            verifier.check(line.bytes, file: name, number: number)
            if !line.isReadable { verifier.unreadable(line.bytes, file: name, number: number) }
            if let column = line.changedColumn { verifier.changed(column: column, file: name, number: number) }
            isHeadSeen = isHeadSeen || self.isHead(line.bytes)
        }
        return verifier.finish(name, knownHead: self.head, headSeen: isHeadSeen)
    }

    private func isHead(_ line: [UInt8]) -> Bool {
        guard let head, let link = ChainLink(line[...]) else { return false }
        return link.sequence == head.sequence && link.hash.text == head.hash && link.isWhole
    }
}
