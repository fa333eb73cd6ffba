import NexusAuth
import NexusCore
import Testing

@testable import Nexus

@Suite struct AllowFieldTests {
    @Test func `A method that is no token is not listed`() {
        var fields = ResponseFields(status: 405, requestID: "1")
        fields.allow = [.get, HTTPMethod(rawValue: "PUT\r\nSet-Cookie: a=b"), HTTPMethod(rawValue: ""), .post]
        var writer = Collected()
        fields.write(
            to: &writer, edge: EdgeFields(cors: nil, security: .empty, limits: []), now: Moment(unixNanoseconds: 0, uptimeNanoseconds: 0))
        #expect(writer.lines.contains("Allow: GET, POST"))
        #expect(writer.lines.allSatisfy { !$0.contains("Set-Cookie") })
    }
}

private struct Collected: FieldWriter {
    var lines: [String] = []
    mutating func field(_ name: String, _ value: String) { self.lines.append("\(name): \(value)") }
    mutating func field(_ name: String, _ value: Int) { self.lines.append("\(name): \(value)") }
    mutating func block(_ block: HeaderBlock) {}
    mutating func limit(_ headers: RateLimitHeaders, _ decision: LimitDecision, now: Moment) {}
}
