import NexusAuth
import NexusCore
import Synchronization
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A folder that is gone when the test is.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/nexus-audit-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map { mkdtemp($0) != nil } }
        try #require(made == true)
        self.path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in self.names { unlink(self.path + "/" + name) }
        rmdir(self.path)
    }

    var names: [String] {
        guard let folder = opendir(self.path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func file(_ name: String = "audit.jsonl") -> String { self.path + "/" + name }

    /// Every byte of every file.
    func everything() -> [UInt8] { self.names.flatMap { TestFile.read(self.file($0)) } }
}

enum TestFile {
    static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "wb") else { return }
        defer { fclose(file) }
        fwrite(bytes, 1, bytes.count, file)
    }

    static func lines(_ path: String) -> [[UInt8]] {
        self.read(path).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    static func mode(_ path: String) -> UInt32 {
        var facts = stat()
        return stat(path, &facts) == 0 ? UInt32(facts.st_mode) & 0o777 : 0
    }
}

extension AuditRecord {
    /// A record that a test does not care about.
    static func sample(_ number: Int = 1, userID: String? = "u1", tenant: String? = "acme", status: Int = 200) -> AuditRecord {
        var record = AuditRecord(
            time: 1_700_000_000_123_456_789, requestID: "req-\(number)", method: .get, path: "/articles/\(number)",
            address: IPAddress("192.0.2.7") ?? .unspecified, decision: AuditDecision(.admitted, stage: "handler"))
        record.route = "/articles/{id}"
        record.status = status
        record.identity = userID.map { Identity(userID: $0, issuer: "https://issuer.example", roles: ["editor"]) }
        record.tenant = tenant.flatMap { TenantID(verified: $0) }
        record.userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
        record.duration = 1_234_567
        return record
    }
}

/// A sink in memory that can be made to fail.
final class MemorySink: AuditSink {
    struct State: Sendable {
        var entries: [AuditEntry] = []
        var syncs = 0
        var closes = 0
        var failingWrites = 0
        var failingSyncs = 0
    }

    let state = Mutex(State())

    func write(_ batch: [AuditEntry]) throws {
        try self.state.withLock { state in
            if state.failingWrites > 0 {
                state.failingWrites -= 1
                throw AuditError(.store, "no room")
            }
            state.entries += batch
        }
    }

    func sync() throws {
        try self.state.withLock { state in
            if state.failingSyncs > 0 {
                state.failingSyncs -= 1
                throw AuditError(.store, "no disk")
            }
            state.syncs += 1
        }
    }

    func close() throws { self.state.withLock { $0.closes += 1 } }

    var entries: [AuditEntry] { self.state.withLock { $0.entries } }
    var requestIDs: [String] { self.entries.compactMap(\.requestID) }
}
