import NexusCore
import Testing

@Suite("Trace context (W3C)")
struct TraceContextTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    @Test("a valid version 00 is read and written back", arguments: ["00", "01", "02", "03"])
    func roundTrip(flags: String) throws {
        let text = "00-\(Self.trace)-\(Self.span)-\(flags)"
        let context = try #require(TraceContext(traceparent: text))
        #expect(context.traceID.description == Self.trace)
        #expect(context.spanID.description == Self.span)
        #expect(context.isSampled == (flags == "01" || flags == "03"))
        #expect(context.traceparent == text)
    }

    @Test("flags that version 00 does not define are dropped")
    func unknownFlags() throws {
        let context = try #require(TraceContext(traceparent: "00-\(Self.trace)-\(Self.span)-ff"))
        #expect(context.traceparent.hasSuffix("-03"))
    }

    @Test(
        "a malformed value is refused",
        arguments: [
            "", "00", "00-", "-", "00-\(trace)-\(span)", "00-\(trace)-\(span)-", "00-\(trace)-\(span)-0", "00-\(trace)-\(span)-01-",
            "00-\(trace)-\(span)-01-extra", "00-\(trace)-\(span)-01 ", " 00-\(trace)-\(span)-01", "00_\(trace)-\(span)-01",
            "00-00000000000000000000000000000000-\(span)-01", "00-\(trace)-0000000000000000-01", "ff-\(trace)-\(span)-01",
            "ff-\(trace)-\(span)-01-more", "FF-\(trace)-\(span)-01", "00-0AF7651916CD43DD8448EB211C80319C-\(span)-01",
            "00-\(trace)-B7AD6B7169203331-01", "00-\(trace)-\(span)-0G", "00-\(trace)-\(span)-.1", "0-\(trace)-\(span)-01",
            "00-0af7651916cd43dd8448eb211c80319-\(span)-01", "00-\(trace)-b7ad6b716920333-01", "00-\(trace)é-\(span)-01",
            "00-\(trace)-\(span)-0\u{0}", "01-\(trace)-\(span)-01x", "01-\(trace)-\(span)-01.",
        ])
    func malformed(text: String) {
        #expect(TraceContext(traceparent: text) == nil)
    }

    @Test(
        "a higher version is read as far as it is known",
        arguments: ["", "-", "-what-comes-later", "-" + String(repeating: "x", count: 4_096)])
    func futureVersion(rest: String) throws {
        let context = try #require(TraceContext(traceparent: "cc-\(Self.trace)-\(Self.span)-01\(rest)"))
        #expect(context.traceparent == "00-\(Self.trace)-\(Self.span)-01")
    }

    @Test("a child keeps trace, flags and state and has a span of its own")
    func child() throws {
        let parent = try #require(TraceContext(traceparent: "00-\(Self.trace)-\(Self.span)-01", tracestate: "a=1"))
        let child = parent.child()
        #expect(child.traceID == parent.traceID)
        #expect(child.spanID != parent.spanID)
        #expect(child.flags == parent.flags)
        #expect(child.state.rawValue == "a=1")
    }

    @Test("a malformed tracestate does not lose the trace")
    func malformedState() throws {
        let context = try #require(TraceContext(traceparent: "00-\(Self.trace)-\(Self.span)-01", tracestate: "no equals sign"))
        #expect(context.state.isEmpty)
    }

    @Test("new traces differ and can be read back")
    func roots() {
        let roots = (0..<1_000).map { _ in TraceContext.root(flags: .sampled) }
        #expect(Set(roots.map(\.traceID)).count == roots.count)
        for root in roots { #expect(TraceContext(traceparent: root.traceparent) == root) }
    }

    @Test("whatever is accepted is written in the canonical form, and nothing traps")
    func fuzz() {
        var random = SplitMix(state: 7)
        let alphabet = Array("0123456789abcdefABCDEF-_g \u{0}é".unicodeScalars)
        var accepted = 0
        for _ in 0..<20_000 {
            var scalars = Array("00-\(Self.trace)-\(Self.span)-01".unicodeScalars)
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let index = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: scalars[index] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                case 1: scalars.remove(at: index)
                default: scalars.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: index)
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            guard let context = TraceContext(traceparent: String(text)) else { continue }
            accepted += 1
            #expect(context.traceparent.utf8.count == 55)
            #expect(TraceContext(traceparent: context.traceparent) == context)
        }
        #expect(accepted > 1_000)
    }

    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var bits = self.state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }
    }
}
