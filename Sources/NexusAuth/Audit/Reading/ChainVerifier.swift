import NexusCore

/// Follows a chain line by line: a pure state machine.
package struct ChainVerifier: Sendable {
    /// What was found so far.
    package private(set) var result = AuditVerification()

    private let publicKeys: [String]
    /// The place of the last key that signed, among those that are expected.
    private var currentKey = 0
    private let acceptsEarlierKeys: Bool
    private let isStream: Bool
    private var expected: AuditChain?
    private var hasBegun = false
    private var removedThrough: UInt64 = 0
    /// What the line before says was removed, where only a signature makes it count.
    private var claimedRemoval: UInt64?
    private var first: (file: String, line: Int)?

    /// Creates a verifier.
    /// - Parameters:
    ///   - publicKeys: The keys that checkpoints must be signed with, in base64url, in the order they were used, if they are known.
    ///   - acceptsEarlierKeys: Whether that holds only from the first checkpoint on that is signed with one. It vouches for what comes before.
    ///   - isStream: Whether a chain may begin anew, as on standard output it does with every process.
    package init(publicKeys: [String] = [], acceptsEarlierKeys: Bool = false, isStream: Bool = false) {
        self.publicKeys = publicKeys
        self.acceptsEarlierKeys = acceptsEarlierKeys
        self.isStream = isStream
    }

    /// Whether only the expected keys count.
    private var isKeyDemanded: Bool { !self.publicKeys.isEmpty && (!self.acceptsEarlierKeys || self.result.signedCheckpoints > 0) }

    /// Takes the next line.
    package mutating func check(_ line: [UInt8], file: String, number: Int) {
        self.result.lines += 1
        self.result.unvouchedLines += 1
        self.first = self.first ?? (file, number)
        func problem(_ kind: AuditProblem.Kind, _ detail: String) -> AuditProblem {
            AuditProblem(kind: kind, file: file, line: number, detail: detail)
        }
        guard let link = ChainLink(line[...]) else {
            self.report(problem(.malformed, "not a line of a trail"))
            self.expected = nil
            self.hasBegun = true
            return
        }
        let isWhole = link.isWhole
        if !isWhole { self.report(problem(.changed, "line \(link.sequence) is not what its hash says")) }
        let kind = Self.kind(of: line)
        let members = kind == .request || !isWhole ? nil : try? JSONParser.parseObject(line)
        if kind == .request { self.result.requests += 1 }
        let segment = members.flatMap { kind == .segment ? $0 : nil }
        if let (kind, detail) = self.follow(link, segment) { self.report(problem(kind, detail)) }
        self.expected = AuditChain(sequence: link.sequence, hash: link.hash)
        self.result.firstSequence = self.result.firstSequence ?? link.sequence
        self.hasBegun = true
        if segment?["reason"]?.stringValue == "damaged" {
            self.report(problem(.damaged, "the writer found the file before this one damaged"))
        }
        let claimedRemoval = self.claimedRemoval
        self.claimedRemoval = nil
        if let removed = segment?["removed_through"]?.integerValue { self.noteRemoval(through: UInt64(clamping: removed)) }
        if kind == .gap, let count = members?["count"]?.integerValue { self.result.shed &+= UInt64(clamping: count) }
        guard kind == .checkpoint, isWhole else { return }
        if let detail = self.checkSignature(link, members) { return self.report(problem(.signature, detail)) }
        if let claimedRemoval { self.removedThrough = max(self.removedThrough, claimedRemoval) }
    }

    /// Notes that a file ends within a line.
    /// - Parameter isLive: Whether a process has the file open to write it: then the rest of the line is on its way.
    package mutating func torn(file: String, number: Int, bytes: Int, isLive: Bool) {
        let problem = AuditProblem(kind: .torn, file: file, line: number, detail: "the file ends after \(bytes) bytes of a line")
        if isLive { self.result.notices.append(problem) } else { self.report(problem) }
    }

    /// Notes a line that nothing can be asked about; one that is not of a chain was noted already.
    package mutating func unreadable(_ line: [UInt8], file: String, number: Int) {
        guard ChainLink(line[...]) != nil else { return }
        self.report(.unreadable(line, file: file, number: number))
    }

    /// Notes that a store finds a line by something else than what it says.
    package mutating func changed(column: String, file: String, number: Int) {
        let detail = "the column \(column) is not what the line says"
        self.report(AuditProblem(kind: .changed, file: file, line: number, detail: detail))
    }

    /// Ends the chain.
    /// - Parameters:
    ///   - name: What problems call a trail without a line.
    ///   - head: A place that the chain is known to have reached, if one is.
    ///   - headSeen: Whether it was there.
    package mutating func finish(_ name: String, knownHead head: AuditVerification.Head?, headSeen: Bool) -> AuditVerification {
        let name = self.first?.file ?? name
        self.result.head = self.expected.map { AuditVerification.Head(sequence: $0.sequence, hash: $0.hash.text) }
        if let first, let sequence = self.result.firstSequence, sequence > 1, sequence - 1 > self.removedThrough, !self.isStream {
            self.report(AuditProblem(kind: .removed, file: first.file, line: first.line, detail: "the chain begins with line \(sequence)"))
        }
        if self.result.lines == 0, !self.isStream {
            // The writer writes a line as soon as it opens a trail.
            self.report(AuditProblem(kind: .removed, file: name, line: 0, detail: "the trail is empty"))
        }
        // The newest too: with a key that was replaced, all since could be written anew, or be cut off.
        if let newest = self.publicKeys.last, self.result.signedCheckpoints == 0 || self.publicKeys[self.currentKey] != newest {
            let detail = "no checkpoint is signed by \(newest)"
            self.report(AuditProblem(kind: .signature, file: name, line: 0, detail: detail))
        }
        if let head, !headSeen {
            let detail = "line \(head.sequence) with the known hash is not in the chain"
            self.report(AuditProblem(kind: .head, file: name, line: 0, detail: detail))
        }
        return self.result
    }

    /// Whoever can write the file can write such a line too, and the writer goes on after it. Its own it signs with the very next line.
    private mutating func noteRemoval(through sequence: UInt64) {
        if self.isKeyDemanded {
            self.claimedRemoval = sequence
        } else {
            self.removedThrough = max(self.removedThrough, sequence)
        }
    }

    private mutating func follow(_ link: ChainLink, _ segment: JSONObject?) -> (AuditProblem.Kind, String)? {
        let after = segment?["after_seq"]?.integerValue.map { UInt64(clamping: $0) }
        if let after, after + 1 < link.sequence { self.result.uncertain.append((after + 1)...(link.sequence - 1)) }
        let isBeginning = link.sequence == 1 && link.previous == .none
        guard let expected else {
            return self.hasBegun || isBeginning || link.sequence > 1 ? nil : (.forged, "the first line names one before it")
        }
        if link.sequence == expected.sequence &+ 1 {
            return link.previous == expected.hash ? nil : (.forged, "line \(link.sequence) does not follow the line before it")
        }
        if self.isStream, isBeginning { return nil }
        guard link.sequence > expected.sequence else { return (.reordered, "line \(link.sequence) stands after line \(expected.sequence)") }
        let isVouchedFor = after.map {
            $0 < expected.sequence || ($0 == expected.sequence && segment?["after_hash"]?.stringValue == expected.hash.text)
        }
        return isVouchedFor == true ? nil : (.removed, "lines \(expected.sequence + 1) to \(link.sequence - 1) are missing")
    }

    private mutating func checkSignature(_ link: ChainLink, _ members: JSONObject?) -> String? {
        guard members?["algorithm"]?.stringValue != "none" else {
            self.result.unsignedCheckpoints += 1
            return self.isKeyDemanded ? "the checkpoint is not signed" : nil
        }
        guard let signature = link.signature, let key = members?["public_key"]?.stringValue else {
            return "the checkpoint has no signature"
        }
        guard CheckpointSigner.isValid(signature.text, of: signature.signed, publicKey: key) else {
            return "the checkpoint's signature is wrong"
        }
        self.result.signers.insert(key)
        if !self.publicKeys.isEmpty {
            guard self.publicKeys.contains(key) else { return self.isKeyDemanded ? "the checkpoint is signed by \(key)" : nil }
            // Whoever has a key that was replaced must not be able to write what comes after.
            guard let place = self.publicKeys[self.currentKey...].firstIndex(of: key) else {
                return "the checkpoint is signed by \(key), which was replaced before it"
            }
            self.currentKey = place
        }
        self.result.signedCheckpoints += 1
        self.result.unvouchedLines = 0
        return nil
    }

    private mutating func report(_ problem: AuditProblem) {
        self.result.problemCount += 1
        if self.result.problems.count < AuditVerification.maximumProblems { self.result.problems.append(problem) }
    }

    private static func kind(of line: [UInt8]) -> AuditEntry.Kind? {
        let opening = Array("{\"schema\":\(AuditSchema.version),\"kind\":\"".utf8)
        guard line.starts(with: opening) else { return nil }
        let name = line[opening.count...].prefix { $0 != UInt8(ascii: "\"") }
        return AuditEntry.Kind(rawValue: String(decoding: name, as: UTF8.self))
    }
}
