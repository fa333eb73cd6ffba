import Foundation
import NexusAuth
import NexusCore

extension Benchmark {
    /// One record: handed over, and with the writer's share of encoding, chaining and writing it to a file; and the redaction of an 8 KiB
    /// query, an ordinary one and one made to be slow.
    static let audit = [
        Benchmark("audit/record") {
            let identity = Identity(userID: "user-1", roles: ["user"], permissions: [], tenantClaim: "tenant-1")
            return { Self.record(of: identity) }
        },
        Benchmark("audit/written") {
            let identity = Identity(userID: "user-1", roles: ["user"], permissions: [], tenantClaim: "tenant-1")
            let trail = try ScratchTrail()
            return { trail.write(Self.record(of: identity)) }
        },
        Benchmark("audit/redact/words") {
            let (redactor, query) = (Redactor(), String(repeating: "page=7&", count: 1_170))
            return { redactor.parameters(query) }
        },
        Benchmark("audit/redact/hostile") {
            let (redactor, query) = (Redactor(), String(repeating: "a=", count: 4_096))
            return { redactor.parameters(query) }
        },
    ]

    private static func record(of identity: Identity) -> AuditRecord {
        var record = AuditRecord(
            time: GateFixture.now.unixNanoseconds,
            requestID: "0123456789abcdef0123456789abcdef",
            method: .get,
            path: "/profile",
            address: .unspecified,
            decision: AuditDecision(.admitted, stage: "handler", rule: "read:profile")
        )
        record.route = "/profile"
        record.status = 200
        record.identity = identity
        record.tenant = TenantID(verified: "tenant-1")
        record.userAgent = "benchmark/1.0"
        record.duration = 40_000
        record.responseBytes = 38
        return record
    }
}
