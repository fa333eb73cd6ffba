import NexusCore

/// Writes sealed lines into files, as a value behind the sink's lock: which file, where the chain stands, what to do when a file
/// is full, gone, cut, or no longer to be trusted.
struct LineStore: Sendable {
    private let files: SegmentFiles?
    private let calls: FileCalls
    private let signer: CheckpointSigner?
    private let checkpointInterval: Int
    private let rotation: RotationSchedule
    private let retentionCount: Int?
    private let retentionAge: Int64?
    private let time: TimeSource

    private var segment: Segment?
    private var began: Int64?
    private(set) var chain = AuditChain()
    private var synced = AuditChain()
    private var linesSinceCheckpoint = 0
    private var preface: SegmentLine?
    private var mustAbandon = false
    /// A closed file at whose end lines stand that do not count: they could not be cut off.
    private var unfinished: Segment?
    private var isFolderDirty = false
    private var nextRotation = Int64.min
    private(set) var warning: String?
    private var buffer: [UInt8] = []

    init(path: String?, config: AuditConfig, calls: FileCalls, time: TimeSource) throws(AuditError) {
        self.files = path.map(SegmentFiles.init(path:))
        self.calls = calls
        self.signer = try config.signingKey.map { secret throws(AuditError) in try CheckpointSigner(secret: secret) }
        self.checkpointInterval = config.checkpointInterval
        self.rotation = RotationSchedule(config)
        self.retentionCount = config.retentionCount
        self.retentionAge = config.retentionAge.map { $0.nanoseconds / 1_000_000_000 }
        self.time = time
        try self.open(SegmentLine("first"))
        // A trail is never empty, so that one that was emptied is known. A disk that is full now fails again with the first batch.
        if self.files != nil { do throws(AuditError) { try self.append([]) } catch {} }
    }

    /// Writes entries, all or none.
    mutating func write(_ entries: [AuditEntry]) throws(AuditError) {
        try self.prepare()
        try self.append(entries)
        // Lines written into a file that had just been deleted or cut are nowhere: write them again.
        guard let segment, segment.isFile, let facts = FileFacts(segment.descriptor), facts.links == 0 || facts.size < segment.size else {
            return
        }
        try self.recover(from: facts.links == 0 ? "moved" : "truncated")
        try self.append(entries)
    }

    /// Returns when everything written is on disk.
    mutating func sync() throws(AuditError) {
        guard let segment else { return }
        do throws(AuditError) {
            try segment.sync()
            if self.isFolderDirty { try self.files?.syncFolder() }
        } catch {
            // After a failed sync the system may have dropped the pages and report success next time: this file is not written again.
            self.mustAbandon = true
            throw error
        }
        self.isFolderDirty = false
        self.synced = self.chain
    }

    /// Ends the chain with a checkpoint.
    mutating func close() throws(AuditError) {
        guard let segment else { return }
        defer {
            segment.close()
            self.segment = nil
        }
        guard !self.mustAbandon else { return }
        if self.linesSinceCheckpoint > 0 { try self.checkpoint() }
        try self.sync()
    }
}

extension LineStore {
    /// Sees to it that there is a file to write to.
    private mutating func prepare() throws(AuditError) {
        if self.mustAbandon { try self.abandonSegment() }
        if let reason = self.disturbance() { try self.recover(from: reason) }
        guard let segment else { return try self.open(self.preface ?? SegmentLine("resumed")) }
        let now = self.time.now().unixSeconds
        guard segment.isFile, now >= self.nextRotation, self.rotation.isFull(size: segment.size, began: self.began, now: now) else {
            return
        }
        try self.rotate(at: now)
    }

    private mutating func append(_ entries: [AuditEntry]) throws(AuditError) {
        guard var segment else { return }
        let now = self.time.now()
        var chain = self.chain
        var lines = self.linesSinceCheckpoint
        self.buffer.removeAll(keepingCapacity: true)
        if let preface {
            chain.seal(preface.json(at: now.unixNanoseconds), into: &self.buffer)
            if preface.needsSignature, self.signer != nil {
                chain.sealCheckpoint(at: now.unixNanoseconds, signer: self.signer, into: &self.buffer)
                lines = 0
            }
        }
        for index in entries.indices {
            chain.seal(entries[index].json, into: &self.buffer)
            lines += 1
            if lines >= self.checkpointInterval {
                chain.sealCheckpoint(at: now.unixNanoseconds, signer: self.signer, into: &self.buffer)
                lines = 0
            }
        }
        try self.write(&segment)
        self.preface = nil
        self.began = self.began ?? now.unixSeconds
        (self.chain, self.linesSinceCheckpoint) = (chain, lines)
    }

    private mutating func checkpoint() throws(AuditError) {
        guard var segment else { return }
        var chain = self.chain
        self.buffer.removeAll(keepingCapacity: true)
        chain.sealCheckpoint(at: self.time.now().unixNanoseconds, signer: self.signer, into: &self.buffer)
        try self.write(&segment)
        (self.chain, self.linesSinceCheckpoint) = (chain, 0)
    }

    /// Writes the buffer. If a torn line cannot even be cut off, the file is closed, to be repaired when it is opened again.
    private mutating func write(_ segment: inout Segment) throws(AuditError) {
        do throws(AuditError) {
            try segment.append(self.buffer)
            self.segment = segment
        } catch {
            if segment.isFile, FileFacts(segment.descriptor)?.size != segment.size {
                self.unfinished = segment
                segment.close()
                self.segment = nil
            } else {
                self.segment = segment
            }
            throw error
        }
    }
}

extension LineStore {
    /// What another program has done to the file since it was last written.
    private func disturbance() -> String? {
        guard let segment, segment.isFile, let files else { return nil }
        guard let facts = FileFacts(segment.descriptor) else { return "moved" }
        if facts.links == 0 || FileFacts(path: files.path)?.identity != segment.identity { return "moved" }
        return facts.size < segment.size ? "truncated" : nil
    }

    private mutating func recover(from reason: String) throws(AuditError) {
        if reason == "truncated", let size = self.segment.flatMap({ FileFacts($0.descriptor)?.size }) {
            self.segment?.adopt(size: size)
            self.preface = SegmentLine(reason)
            return
        }
        // The lines in the moved file are still ours to keep.
        if let segment, FileFacts(segment.descriptor).map({ $0.links > 0 }) ?? false {
            do throws(AuditError) { try segment.sync() } catch { self.preface = SegmentLine("sync_failed", after: self.synced) }
        }
        self.segment?.close()
        self.segment = nil
        let line = self.preface ?? SegmentLine(reason)
        self.preface = line
        try self.open(line)
    }

    private mutating func abandonSegment() throws(AuditError) {
        if let files, let segment, segment.isFile, FileFacts(path: files.path)?.identity == segment.identity {
            try self.calls.rename(files.path, self.freeName(files))
        }
        self.segment?.close()
        self.segment = nil
        self.mustAbandon = false
        let line = SegmentLine("sync_failed", after: self.synced)
        self.preface = line
        try self.open(line)
    }

    private mutating func rotate(at now: Int64) throws(AuditError) {
        guard let files, let segment else { return }
        let surplus = files.surplus(keeping: self.retentionCount.map { $0 - 1 }, newerThan: self.retentionAge.map { now - $0 })
        if self.linesSinceCheckpoint > 0 { try self.checkpoint() }
        try self.sync()
        do throws(AuditError) {
            try self.calls.rename(files.path, self.freeName(files))
        } catch {
            // A file that is too large is better than none.
            self.warning = "the audit file is not rotated: \(error)"
            self.nextRotation = now + 60
            return
        }
        self.warning = nil
        segment.close()
        self.segment = nil
        var line = SegmentLine("rotated")
        line.removedThrough = surplus.last?.lastSequence
        self.preface = line
        try self.open(line)
        guard !surplus.isEmpty else { return }
        // What is removed is said on disk before it is gone: files that are missing without a word look like tampering.
        try self.append([])
        try self.sync()
        files.remove(surplus)
    }

    private func freeName(_ files: SegmentFiles) -> String {
        let name = files.closedPath(lastSequence: self.chain.sequence)
        return FileFacts(path: name) == nil ? name : name + ".\(self.time.now().unixNanoseconds)"
    }

    /// Opens the file, repairs its end, and finds the end of the chain.
    private mutating func open(_ line: SegmentLine) throws(AuditError) {
        guard let files else {
            self.segment = Segment(stream: 1, calls: self.calls)
            self.preface = line
            return
        }
        var segment = try Segment(path: files.path, calls: self.calls)
        var line = line
        do throws(AuditError) {
            try self.adopt(&segment, files, &line)
        } catch {
            segment.close()
            throw error
        }
        self.segment = segment
        self.began = segment.modified
        self.isFolderDirty = self.isFolderDirty || segment.modified == nil
        self.preface = line
    }

    private mutating func adopt(_ segment: inout Segment, _ files: SegmentFiles, _ line: inout SegmentLine) throws(AuditError) {
        if let unfinished, unfinished.identity == segment.identity, segment.size > unfinished.size { try segment.cut(to: unfinished.size) }
        self.unfinished = nil
        let isStart = self.chain.sequence == 0
        if segment.isFile, segment.size > 0 {
            guard let tail = FileTail(segment.descriptor, size: segment.size) else { return try self.setAside(&segment, files, &line) }
            if tail.tornBytes > 0 {
                try segment.cut(to: tail.wholeBytes)
                line.tornBytes = tail.tornBytes
            }
            if isStart, let last = tail.line {
                guard let link = ChainLink(last[...]), link.isWhole else { return try self.setAside(&segment, files, &line) }
                self.chain = AuditChain(sequence: link.sequence, hash: link.hash)
                self.synced = self.chain
                line.reason = "resumed"
            }
        }
        // The process may have stopped between closing one file and beginning the next.
        if self.chain.sequence == 0, segment.isFile, let last = files.closed().last {
            let closed = try Segment(path: last.path, calls: self.calls)
            defer { closed.close() }
            if let link = FileTail(closed.descriptor, size: closed.size)?.line.flatMap({ ChainLink($0[...]) }), link.isWhole {
                self.chain = AuditChain(sequence: link.sequence, hash: link.hash)
                self.synced = self.chain
                if line.reason == "first" { line.reason = "resumed" }
            }
        }
    }

    /// Leaves a file whose last line is not one of the chain as it is, under another name, for whoever investigates.
    private mutating func setAside(_ segment: inout Segment, _ files: SegmentFiles, _ line: inout SegmentLine) throws(AuditError) {
        let name = files.path + ".damaged-\(self.time.now().unixNanoseconds)"
        try self.calls.rename(files.path, name)
        segment.close()
        segment = try Segment(path: files.path, calls: self.calls)
        line = SegmentLine("damaged")
        self.warning = "the audit file was damaged and is kept as \(name)"
        try self.adopt(&segment, files, &line)
        line.reason = "damaged"
    }
}
