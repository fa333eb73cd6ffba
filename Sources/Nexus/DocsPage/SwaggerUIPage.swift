/// The interactive docs page: Swagger UI without inline script and without any outside address.
struct SwaggerUIPage {
    let title: String
    /// How the page reaches its files.
    let assets: String
    /// How the page reaches the starting script.
    let initializer: String
    /// How the page reaches the list of routes.
    let routes: String

    /// Scripts and styles come from files only: Swagger UI 5.33 sets styles through the object model, which no policy forbids. Its icons
    /// are `data:` images, and "try it out" talks to this server alone.
    static let contentSecurityPolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    var bytes: [UInt8] {
        var html = HTMLWriter()
        html.markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        html.element("title", self.title)
        html.markup("<link rel=\"icon\" type=\"image/png\" href=\"")
        html.text("\(self.assets)/favicon-32x32.png")
        html.markup("\"><link rel=\"stylesheet\" href=\"")
        html.text("\(self.assets)/swagger-ui.css")
        html.markup("\"></head><body><div id=\"swagger-ui\"></div><noscript><p>This page needs JavaScript; <a href=\"")
        html.text(self.routes)
        html.markup("\">the list of routes</a> does not.</p></noscript><script src=\"")
        html.text("\(self.assets)/swagger-ui-bundle.js")
        html.markup("\"></script><script src=\"")
        html.text(self.initializer)
        html.markup("\"></script></body></html>\n")
        return html.bytes
    }
}
