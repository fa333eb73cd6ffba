import Testing

@testable import Nexus

@Suite("Choice of the exposition format")
struct ExpositionFormatTests {
    private static let sentByPrometheus =
        "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"

    @Test(
        "by the Accept field",
        arguments: [
            (nil, ExpositionFormat.prometheus), ("", .prometheus), ("*/*", .prometheus), ("text/html", .prometheus),
            ("text/plain", .prometheus),
            ("application/openmetrics-text", .openMetrics), ("application/openmetrics-text; version=1.0.0", .openMetrics),
            (Self.sentByPrometheus, .openMetrics),
            ("application/openmetrics-text; version=0.0.1", .prometheus), ("application/openmetrics-text;q=0", .prometheus),
            ("application/openmetrics-text;q=0.2, text/plain;q=0.9", .prometheus), ("APPLICATION/OpenMetrics-Text", .openMetrics),
            ("application/openmetrics-text;q=oops", .prometheus), (";;;,,,", .prometheus),
        ] as [(String?, ExpositionFormat)])
    func negotiated(accept: String?, expected: ExpositionFormat) {
        #expect(ExpositionFormat.negotiated(accept: accept) == expected)
    }
}
