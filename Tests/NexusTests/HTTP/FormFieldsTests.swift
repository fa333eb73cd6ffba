import Testing

@testable import Nexus

@Suite struct FormFieldsTests {
    @Test(
        arguments: [
            ("q=a", "a"), ("q", ""), ("q=", ""), ("q=a+b", "a b"), ("q=a%2Bb", "a+b"), ("q=%C3%A9", "é"), ("x=1&q=a=b&q=c", "a=b"),
            ("q=%", nil), ("q=%4", nil), ("q=%zz", nil), ("q=%ff", nil), ("%71=a", "a"), ("", nil), ("&&&", nil), ("Q=a", nil),
        ] as [(String, String?)])
    func `The first field of a name is decoded, or is not there`(encoded: String, value: String?) {
        #expect(FormFields(encoded).first("q") == value)
    }

    @Test func `More fields than anybody needs are left unread`() {
        let many = String(repeating: "a=1&", count: FormFields.maximumCount)
        #expect(FormFields(many + "q=1").first("q") == nil)
        #expect(FormFields("q=1&" + many).first("q") == "1")
    }
}

@Suite struct MediaTypeTests {
    @Test(
        arguments: [
            ("application/json", true), ("APPLICATION/JSON; charset=utf-8", true), ("application/merge-patch+json", true),
            (" application/json ;x", true), ("text/json", false), ("application/jsonp", false), ("application/json, text/plain", false),
            ("", false), (nil, false), ("text/plain+json", false),
        ] as [(String?, Bool)])
    func `JSON is told from the rest`(contentType: String?, isJSON: Bool) {
        #expect(MediaType.isJSON(contentType) == isJSON)
    }
}
