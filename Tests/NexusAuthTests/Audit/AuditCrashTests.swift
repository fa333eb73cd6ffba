import NexusCore
import Synchronization
import Testing

@testable import NexusAuth

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// `kill -9` under load in durable mode. `NEXUS_CRASH_ROUNDS` says how often; a few times when it does not.
@Suite(.serialized) struct AuditCrashTests {
    static let rounds = getenv("NEXUS_CRASH_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 4

    @Test func nothingAcknowledgedIsLost() async throws {
        var folder = try TemporaryFolder()
        var acknowledgedInAll = 0
        for round in 0..<Self.rounds {
            if round % 20 == 0 { folder = try TemporaryFolder() }
            await Self.crash(in: folder.path, round: round, after: Int.random(in: 10_000...150_000))
            let acknowledged = TestFile.lines(folder.file("acknowledged-\(round)")).map { String(decoding: $0, as: UTF8.self) }
            acknowledgedInAll += acknowledged.count
            let result = try AuditVerifier().verify(path: folder.file())
            #expect(result.problems.allSatisfy { $0.kind == .torn }, "round \(round): \(result.problems)")
            var written: Set<String> = []
            try AuditReader(path: folder.file()).search(AuditQuery()) { line in
                written.insert(line.members["request_id"]?.stringValue ?? "")
                return true
            }
            let lost = acknowledged.filter { !written.contains($0) }
            #expect(lost.isEmpty, "round \(round): \(lost.count) of \(acknowledged.count)")
            var config = AuditConfig(path: folder.file())
            config.rotationSize = 65_536
            try JSONLinesSink(config).close()
            #expect(try AuditVerifier().verify(path: folder.file()).isIntact)
        }
        #expect(acknowledgedInAll > 0)
        print("\(Self.rounds) rounds, \(acknowledgedInAll) records acknowledged")
    }

    private static func crash(in folder: String, round: Int, after microseconds: Int) async {
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder, round, microseconds] in
            var config = AuditConfig(path: folder + "/audit.jsonl", durability: .durable)
            config.rotationSize = 65_536
            config.checkpointInterval = 50
            let trail = try AuditTrail(config: config, sink: try JSONLinesSink(config))
            try trail.start()
            let acknowledged = open("\(folder)/acknowledged-\(round)", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            try DetachedThread.start {
                usleep(UInt32(microseconds))
                kill(getpid(), SIGKILL)
            }
            await withTaskGroup(of: Void.self) { group in
                for task in 0..<16 {
                    group.addTask {
                        for number in 0..<1_000_000 {
                            let id = "\(round)-\(task)-\(number)"
                            var record = AuditRecord.sample()
                            record.requestID = id
                            guard let ticket = await trail.append(record), await trail.recorded(ticket) else { return }
                            let line = Array((id + "\n").utf8)
                            _ = write(acknowledged, line, line.count)
                        }
                    }
                }
            }
        }
    }
}
