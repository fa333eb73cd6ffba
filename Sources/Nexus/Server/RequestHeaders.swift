import NIOHTTP1
import NexusAuth
import NexusCore

/// The header fields that deciding about a request needs, gathered in one pass over them.
struct RequestHeaders: Sendable {
    /// Names that configuration chose, in lower case.
    struct Names: Sendable {
        var token = "authorization"
        var tenant = "x-tenant-id"
    }

    var token = RequestFacts.Field()
    var tenant = RequestFacts.Field()
    var cookies: [String] = []
    var host = RequestFacts.Field()
    var origin = RequestFacts.Field()
    var requestID = RequestFacts.Field()
    var requestedMethod = RequestFacts.Field()
    var traceparent = RequestFacts.Field()
    var tracestate = RequestFacts.Field()
    var userAgent = RequestFacts.Field()
    var contentLength = RequestFacts.Field()
    var transferEncoding = RequestFacts.Field()
    var xForwardedFor: [String] = []
    var forwarded: [String] = []

    init(_ headers: HTTPHeaders, names: Names) {
        for (name, value) in headers {
            switch name.utf8.count {
            case 4 where name.isField("host"): self.host.add(value)
            case 6 where name.isField("cookie"): self.cookies.append(value)
            case 6 where name.isField("origin"): self.origin.add(value)
            case 9 where name.isField("forwarded"): self.forwarded.append(value)
            case 10 where name.isField("user-agent"): self.userAgent.add(value)
            case 10 where name.isField("tracestate"): self.tracestate.add(value)
            case 11 where name.isField("traceparent"): self.traceparent.add(value)
            case 12 where name.isField("x-request-id"): self.requestID.add(value)
            case 14 where name.isField("content-length"): self.contentLength.add(value)
            case 15 where name.isField("x-forwarded-for"): self.xForwardedFor.append(value)
            case 17 where name.isField("transfer-encoding"): self.transferEncoding.add(value)
            case 29 where name.isField("access-control-request-method"): self.requestedMethod.add(value)
            default: break
            }
            if name.isField(names.token) { self.token.add(value) }
            if name.isField(names.tenant) { self.tenant.add(value) }
        }
    }

    /// Whether this is a real preflight: `OPTIONS` with `Origin` and `Access-Control-Request-Method` (Fetch, "CORS-preflight request").
    var asksForPreflight: Bool {
        self.origin.value != nil && self.requestedMethod.value != nil
    }

    /// What is said about the body. A length that cannot be read is longer than any limit.
    var declaredBody: DeclaredBody {
        guard self.transferEncoding.value == nil else { return .chunked }
        return self.contentLength.value.map { .length(Int($0) ?? .max) } ?? .nothing
    }

    /// Whether everyone who reads the request agrees where its body ends (RFC 9112 §6.1, §6.3): it is `chunked` and nothing else, or has
    /// one length in plain digits.
    var isFramingClear: Bool {
        if let coding = self.transferEncoding.value {
            return !self.transferEncoding.isRepeated && self.contentLength.value == nil && coding.lowercased() == "chunked"
        }
        guard let length = self.contentLength.value?.utf8 else { return true }
        return !self.contentLength.isRepeated && !length.isEmpty && (length.count == 1 || length.first != UInt8(ascii: "0"))
            && length.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension String {
    /// Whether a field name equals one in lower case, whatever the case it was sent in.
    fileprivate func isField(_ lowercased: StaticString) -> Bool {
        lowercased.withUTF8Buffer { self.isField($0) }
    }

    fileprivate func isField(_ lowercased: String) -> Bool {
        guard self.utf8.count == lowercased.utf8.count else { return false }
        return lowercased.utf8.withContiguousStorageIfAvailable { self.isField($0) } ?? (self.lowercased() == lowercased)
    }

    @inline(__always)
    private func isField(_ lowercased: UnsafeBufferPointer<UInt8>) -> Bool {
        guard self.utf8.count == lowercased.count else { return false }
        var index = 0
        return self.utf8.everyByte { byte in
            let isUppercase = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            defer { index += 1 }
            return (isUppercase ? byte | 0x20 : byte) == lowercased[index]
        }
    }
}
