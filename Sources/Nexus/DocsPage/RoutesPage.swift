internal import NexusCore

/// The built-in docs page: routes, rights and limits as plain HTML, without script and without anything to load.
struct RoutesPage {
    let info: OpenAPIInfo
    let routes: [RouteDescription]
    /// Where the interactive page is, if there is one.
    let interactivePath: String?
    /// How the page reaches the document.
    let documentPath: String

    /// The page's policy: one style sheet, named by its hash (CSP Level 3 §2.3.1).
    static let contentSecurityPolicy: String = {
        let hash = DocsStyle.sheet.withUTF8Buffer { ContentHash(of: $0).sourceExpression }
        return "default-src 'none'; style-src \(hash); img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }()

    var bytes: [UInt8] {
        var html = HTMLWriter()
        html.markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><link rel=\"icon\" href=\"data:,\">")
        html.element("title", self.info.title)
        html.markup("<style>")
        html.markup(DocsStyle.sheet)
        html.markup("</style></head><body>")
        self.writeHeader(to: &html)
        html.markup("<main>")
        for group in self.groups { self.write(group, to: &html) }
        self.writeAnswers(to: &html)
        html.markup("</main><footer>")
        html.element("p", "Every answer carries X-Request-ID. Quote it when you report a problem.")
        html.markup("</footer></body></html>\n")
        return html.bytes
    }

    private func writeHeader(to html: inout HTMLWriter) {
        html.markup("<header><h1>")
        html.text(self.info.title)
        html.markup(" ")
        html.element("small", self.info.version)
        html.markup("</h1>")
        if !self.info.description.isEmpty { html.element("p", class: "lead", self.info.description) }
        html.markup("<nav aria-label=\"Documents\"><p>")
        if let interactivePath {
            html.markup("<a href=\"")
            html.text(interactivePath)
            html.markup("\">Try it out</a>")
        }
        html.markup("<a href=\"")
        html.text(self.documentPath)
        html.markup("\">OpenAPI 3.1 document</a></p></nav></header>")
    }

    private var groups: [(name: String, routes: [RouteDescription])] {
        var groups: [(name: String, routes: [RouteDescription])] = []
        for route in self.routes {
            let name = route.tags.first ?? "Routes"
            if let index = groups.firstIndex(where: { $0.name == name }) {
                groups[index].routes.append(route)
            } else {
                groups.append((name, [route]))
            }
        }
        return groups
    }

    private func write(_ group: (name: String, routes: [RouteDescription]), to html: inout HTMLWriter) {
        html.markup("<section>")
        html.element("h2", group.name)
        html.markup("<ul class=\"routes\">")
        for route in group.routes { self.write(route, to: &html) }
        html.markup("</ul></section>")
    }

    private func write(_ route: RouteDescription, to html: inout HTMLWriter) {
        html.markup("<li>")
        html.element("span", class: Self.methodClass(route.method), route.method.rawValue)
        html.element("code", class: "path", route.path)
        if !route.summary.isEmpty { html.element("span", class: "summary", route.summary) }
        html.markup("<span class=\"rights\">")
        if let requirement = route.access.requirement {
            html.element("span", class: "chip", requirement.description)
        } else {
            html.element("span", class: "chip open", "public")
        }
        if let limit = route.limit {
            html.element("span", "\(limit.requestsPerMinute) a minute, burst \(limit.burst)\(limit.isShadow ? ", only counted" : "")")
        }
        html.markup("</span></li>")
    }

    private static func methodClass(_ method: HTTPMethod) -> StaticString {
        switch method {
        case .get, .head: "method get"
        case .post: "method post"
        case .put: "method put"
        case .patch: "method patch"
        case .delete: "method delete"
        default: "method"
        }
    }

    private func writeAnswers(to html: inout HTMLWriter) {
        html.markup("<section><h2>Errors</h2><p class=\"note\">Every error has the same body, <code>application/problem+json</code>. ")
        html.markup("Its <code>error</code> member is stable.</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" ")
        html.markup("aria-label=\"Errors\"><table><thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Meaning</th>")
        html.markup("<th scope=\"col\"><code>error</code></th></tr></thead><tbody>")
        let possible = self.routes.reduce(into: Set([405])) { $0.formUnion(ProblemResponse.statuses(of: $1, in: self.info)) }
        for problem in ProblemResponse.all where possible.contains(problem.status) {
            html.markup("<tr>")
            html.element("td", "\(problem.status)")
            html.element("td", problem.text)
            html.markup("<td>")
            for (index, code) in problem.codes.enumerated() {
                if index > 0 { html.markup(" ") }
                html.element("code", code.rawValue)
            }
            html.markup("</td></tr>")
        }
        html.markup("</tbody></table></div></section>")
    }
}
