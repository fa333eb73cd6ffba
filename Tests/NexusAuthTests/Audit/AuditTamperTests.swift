import NexusCore
import Testing

@testable import NexusAuth

@Suite struct AuditTamperTests {
    let folder: TemporaryFolder
    let whole: [UInt8]
    let publicKey: String

    init() throws {
        self.folder = try TemporaryFolder()
        let key = Secret.value(String(repeating: "k", count: 40))
        var config = AuditConfig(path: self.folder.file())
        config.signingKey = key
        config.checkpointInterval = 2
        let sink = try JSONLinesSink(config, time: .manual(ManualTime()))
        var encoder = AuditEncoder(config: config)
        try sink.write((1...3).map { encoder.entry(of: .sample($0)) })
        try sink.close()
        self.whole = TestFile.read(self.folder.file())
        self.publicKey = try CheckpointSigner(secret: key).publicKey
    }

    func verify(_ bytes: [UInt8], head: AuditVerification.Head? = nil) throws -> AuditVerification {
        TestFile.write(bytes, to: self.folder.file("changed"))
        return try AuditVerifier(publicKey: self.publicKey, head: head).verify(files: [self.folder.file("changed")])
    }

    func join(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [10] } }

    @Test func theOriginalIsIntact() throws {
        #expect(try self.verify(self.whole).isIntact)
    }

    @Test func everyChangedByteIsFound() throws {
        for index in self.whole.indices {
            var bytes = self.whole
            bytes[index] ^= 1 << UInt8(index % 8)
            if try self.verify(bytes).isIntact { Issue.record("byte \(index), changed to \(bytes[index]), is not found") }
        }
    }

    @Test func everyRemovedLineIsFound() throws {
        let lines = TestFile.lines(self.folder.file())
        for index in 0..<(lines.count - 1) {
            var changed = lines
            changed.remove(at: index)
            let result = try self.verify(self.join(changed))
            #expect(result.problems.contains { $0.kind == .removed }, "line \(index + 1)")
        }
    }

    @Test func everyExchangeOfLinesIsFound() throws {
        let lines = TestFile.lines(self.folder.file())
        for first in lines.indices {
            for second in lines.indices where second > first {
                var changed = lines
                changed.swapAt(first, second)
                #expect(try !self.verify(self.join(changed)).isIntact)
            }
            #expect(try self.verify(self.join(lines + [lines[first]])).problems.contains { $0.kind == .reordered })
        }
    }

    @Test func everyCutIsFoundByAKnownHead() throws {
        let head = try #require(try self.verify(self.whole).head)
        #expect(try self.verify(self.whole, head: head).isIntact)
        for count in stride(from: 1, to: self.whole.count, by: 5) {
            #expect(try !self.verify(Array(self.whole.prefix(count)), head: head).isIntact)
        }
    }

    @Test func aChainWrittenAnewHasNoSignature() throws {
        var chain = AuditChain()
        var output: [UInt8] = []
        for line in TestFile.lines(self.folder.file()) {
            let link = try #require(ChainLink(line[...]))
            let members = try JSONParser.parseObject(line).members.filter { !["seq", "prev", "signature", "hash"].contains($0.name) }
            var writer = JSONWriter()
            writer.value(.object(JSONObject(members: members)))
            #expect(link.isWhole)
            chain.seal(writer.bytes, into: &output)
        }
        let result = try self.verify(output)
        #expect(!result.isIntact)
        #expect(result.problems.allSatisfy { $0.kind == .signature })
    }

    @Test func garbageNeverTraps() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<100 {
            var bytes = self.whole
            for _ in 0..<20 {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(10, at: index)
                }
            }
            #expect(try !self.verify(bytes).isIntact)
        }
    }
}
