/// Everything under `/docs`, and `/openapi.json`, held in memory.
///
/// | path | is |
/// | --- | --- |
/// | `/docs` | Swagger UI where its files are there, else the list of routes |
/// | `/docs/routes` | the list of routes: rights and limits as plain HTML |
/// | `/docs/swagger-initializer.js`, `/docs/swagger-ui-5.33.1/…` | what Swagger UI loads |
/// | `/openapi.json` | the document |
package struct DocsPage: Sendable {
    /// Why the interactive page is absent, for the start-up log; nothing where it is there.
    package let notice: String?

    private let assets: [String: DocsAsset]

    /// Makes the pages.
    /// - Parameters:
    ///   - info: What to say about the API as a whole.
    ///   - document: The OpenAPI document.
    ///   - routes: The routes, in the order in which they are listed.
    ///   - assetsDirectory: The folder with Swagger UI; none for the built-in page alone.
    ///   - path: Where the page is served.
    ///   - documentPath: Where the document is served.
    package init(
        info: OpenAPIInfo,
        document: [UInt8],
        routes: [RouteDescription],
        assetsDirectory: String?,
        path: String = "/docs",
        documentPath: String = "/openapi.json"
    ) {
        self.init(
            info: info, document: document, routes: routes, assetsDirectory: assetsDirectory, files: SwaggerUI.files, path: path,
            documentPath: documentPath)
    }

    init(
        info: OpenAPIInfo,
        document: [UInt8],
        routes: [RouteDescription],
        assetsDirectory: String?,
        files: [SwaggerUI.File],
        path: String = "/docs",
        documentPath: String = "/openapi.json"
    ) {
        let load = Self.load(assetsDirectory, files)
        let isInteractive = load.ui != nil
        let list = RoutesPage(info: info, routes: routes, interactivePath: isInteractive ? path : nil, documentPath: documentPath)
        let listAsset = DocsAsset("text/html; charset=utf-8", list.bytes, contentSecurityPolicy: RoutesPage.contentSecurityPolicy)
        var assets = [
            documentPath: DocsAsset("application/json", document),
            path: listAsset,
            "\(path)/routes": listAsset,
        ]
        if let ui = load.ui {
            let folder = "\(path)/swagger-ui-\(SwaggerUI.version)"
            let initializer = "\(path)/swagger-initializer.js"
            let page = SwaggerUIPage(title: info.title, assets: folder, initializer: initializer, routes: "\(path)/routes")
            assets[path] = DocsAsset(
                "text/html; charset=utf-8", page.bytes, contentSecurityPolicy: SwaggerUIPage.contentSecurityPolicy)
            let restTemplates = routes.filter { $0.restParameterName != nil }.map(\.path)
            assets[initializer] = DocsAsset(
                "text/javascript; charset=utf-8", SwaggerUIInitializer(document: documentPath, restTemplates: restTemplates).bytes)
            for file in files {
                guard let bytes = ui[file.name] else { continue }
                assets["\(folder)/\(file.name)"] = DocsAsset(file.contentType, bytes, isImmutable: true)
            }
        }
        self.assets = assets
        self.notice = load.notice
    }

    /// The asset at a path, if there is one.
    /// - Parameter path: The request's path, without the query.
    package func response(for path: String) -> DocsAsset? {
        self.assets[path]
    }

    /// The paths that ``response(for:)`` answers, sorted.
    package var paths: [String] { self.assets.keys.sorted() }

    private static func load(_ directory: String?, _ files: [SwaggerUI.File]) -> (ui: SwaggerUI?, notice: String?) {
        guard let directory else { return (nil, "Swagger UI: not installed; the docs are the built-in page") }
        do {
            return (try SwaggerUI(directory: directory, files: files), nil)
        } catch {
            return (nil, "\(error); the docs are the built-in page")
        }
    }
}
