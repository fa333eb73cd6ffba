import NexusCore
import Testing

@Suite struct RouteTemplateTests {
    @Test(arguments: [
        ("/", []), ("/a", []), ("/a/{id}", ["id"]), ("/{a}/b/{c_1}", ["a", "c_1"]), ("/files/{path*}", ["path"]), ("/.well-known/x", []),
        ("/caf\u{e9}/{id}", ["id"]),
    ])
    func namesItsParameters(text: String, names: [String]) throws {
        let template = try RouteTemplate(text)
        #expect(template.parameterNames == names && template.description == text)
    }

    @Test(arguments: [
        ("", "begins with a slash"), ("a", "begins with a slash"), ("//", "empty and dot"), ("/a/", "empty and dot"),
        ("/a//b", "empty and dot"),
        ("/./a", "empty and dot"), ("/a/..", "empty and dot"), ("/{}", "name is letters"), ("/{*}", "name is letters"),
        ("/{a b}", "name is letters"), ("/{\u{e9}}", "name is letters"), ("/{a-b}", "name is letters"), ("/{a**}", "name is letters"),
        ("/x{a}", "fills its segment"), ("/{a}x", "fills its segment"), ("/{a", "fills its segment"), ("/a}", "fills its segment"),
        ("/{a}{b}", "name is letters"), ("/{a}/{a}", "occurs twice"), ("/{a}/{a*}", "occurs twice"), ("/{a*}/b", "must be the last"),
        ("/a b", "written decoded"), ("/a%20b", "written decoded"), ("/a?b", "written decoded"), ("/a*", "written decoded"),
        ("/a#b", "written decoded"), ("/a;b", "written decoded"), ("/a\\b", "written decoded"), ("/a\u{0}", "written decoded"),
        ("/{\u{301}a}", "name is letters"), ("/\u{301}{", "fills its segment"),
        (String(repeating: "/a", count: 65), "more than 64 segments"),
    ])
    func refuses(text: String, reason: String) throws {
        let failure = try #require(throws: RouteTemplate.Failure.self) { try RouteTemplate(text) }
        #expect(failure.description.contains(reason) && failure.description.hasPrefix("route \(text): "))
    }
}
