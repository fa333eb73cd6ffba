import Testing

@testable import Nexus

@Suite struct StatusPhraseTests {
    @Test(arguments: [
        (200, "OK"), (404, "Not Found"), (413, "Content Too Large"), (422, "Unprocessable Content"), (429, "Too Many Requests"),
        (503, "Service Unavailable"),
    ])
    func `Known codes have their phrase`(status: Int, phrase: String) {
        #expect(StatusPhrase.of(status) == phrase)
    }
}
