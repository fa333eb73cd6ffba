import Foundation
import NexusAuth
import NexusCore

/// An audit trail in a folder of its own, both gone with whoever holds it.
final class ScratchTrail {
    private let folder: URL
    private let trail: AuditTrail
    private var waiting = 0

    init() throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "nexus-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: false)
        var config = AuditConfig()
        config.path = self.folder.appending(path: "audit.jsonl").path
        self.trail = try AuditTrail(config: config, sink: JSONLinesSink(config, time: .system))
    }

    deinit {
        try? FileManager.default.removeItem(at: self.folder)
    }

    /// Offers a record; every thousand are written.
    func write(_ record: AuditRecord) -> AuditAdmission {
        self.waiting += 1
        if self.waiting > 1_000 {
            while self.trail.status.queued > 0 { _ = self.trail.step() }
            self.waiting = 1
        }
        return self.trail.enqueue(record)
    }
}
