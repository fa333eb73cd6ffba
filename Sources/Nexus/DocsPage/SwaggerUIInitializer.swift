internal import NexusCore

/// The script that starts Swagger UI. It validates nothing elsewhere and keeps no token beyond the page.
struct SwaggerUIInitializer {
    /// How the page reaches the document.
    let document: String

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
        return Array("'use strict';\nwindow.ui = SwaggerUIBundle(\(options.string));\n".utf8)
    }
}
