import NexusAuth
import NexusCore
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Makes an empty folder for one test's table.
func temporaryFolder() throws -> String {
    var template = Array("/tmp/nexus-audit-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map { mkdtemp($0) != nil } }
    try #require(made == true)
    return String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

extension AuditEntry {
    /// The entry of a request that is known by its number.
    static func numbered(_ number: Int, at time: Int64) -> AuditEntry {
        var json = Array(#"{"schema":1,"kind":"request","request_id":"req-\#(number)","time":""#.utf8)
        RFC3339.append(time, to: &json)
        var entry = AuditEntry(kind: .request, time: time, json: json + Array("\"}".utf8))
        entry.requestID = "req-\(number)"
        return entry
    }
}
