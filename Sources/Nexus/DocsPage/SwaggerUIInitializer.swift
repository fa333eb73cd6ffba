internal import NexusCore

/// The script that starts Swagger UI. It validates nothing elsewhere and keeps no token beyond the page.
struct SwaggerUIInitializer {
    /// How the page reaches the document.
    let document: String
    /// The templates that end in a rest, such as `/files/{path*}`.
    let restTemplates: [String]

    var bytes: [UInt8] {
        var options = JSONWriter()
        options.beginObject()
        options.member("url", self.document)
        options.member("dom_id", "#swagger-ui")
        options.member("deepLinking", true)
        options.member("displayRequestDuration", true)
        options.member("persistAuthorization", false)
        options.member("queryConfigEnabled", false)
        options.member("showExtensions", true)
        options.member("tryItOutEnabled", true)
        options.name("validatorUrl")
        options.null()
        options.endObject()
        let start = "'use strict';\nconst options = \(options.string);\nwindow.ui = SwaggerUIBundle(options);\n"
        return Array((self.restTemplates.isEmpty ? start : start.replacing("window.ui", with: self.slashKeeper + "window.ui")).utf8)
    }

    /// Swagger UI sends a slash within a parameter as `%2F`, which the server refuses: in the rest of a path it is a slash again.
    private var slashKeeper: String {
        var templates = JSONWriter()
        templates.beginArray()
        for template in self.restTemplates { templates.value(.string(template)) }
        templates.endArray()
        return """
            const templates = \(templates.string).map((template) => template.split('/').slice(0, -1));
            options.requestInterceptor = (request) => {
                const url = new URL(request.url, location.href);
                const parts = url.pathname.split('/');
                const fits = (part, index) => part.startsWith('{') || part === decodeURIComponent(parts[index]);
                const template = templates.find((template) => template.length < parts.length && template.every(fits));
                if (template === undefined) return request;
                url.pathname = parts.map((part, index) => index < template.length ? part : part.replace(/%2F/gi, '/')).join('/');
                request.url = url.href;
                return request;
            };

            """
    }
}
