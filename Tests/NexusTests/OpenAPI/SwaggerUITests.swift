import Foundation
import NexusCore
import Testing

@testable import Nexus

@Suite struct SwaggerUITests {
    /// Small files in place of the real ones, with their own pins.
    private func withAssets(_ body: (String, [SwaggerUI.File]) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "swagger-ui-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let files = try SwaggerUI.files.map { file in
            let bytes = Array("content of \(file.name)".utf8)
            try Data(bytes).write(to: directory.appending(path: file.name))
            return SwaggerUI.File(
                name: file.name, contentType: file.contentType, size: bytes.count, hash: ContentHash(of: bytes).hexadecimal)
        }
        try body(directory.path(), files)
    }

    private func page(_ directory: String, _ files: [SwaggerUI.File]) -> DocsPage {
        DocsPage(info: ReferenceRoutes.info, document: Array("{}".utf8), routes: [], assetsDirectory: directory, files: files)
    }

    @Test func servesWhatTheFolderHolds() throws {
        try self.withAssets { directory, files in
            let page = self.page(directory, files)
            #expect(page.notice == nil)
            let bundle = try #require(page.response(for: "/docs/swagger-ui-\(SwaggerUI.version)/swagger-ui-bundle.js"))
            #expect(bundle.bytes == Array("content of swagger-ui-bundle.js".utf8))
            #expect(bundle.contentType == "text/javascript; charset=utf-8")
            #expect(bundle.headers.contains { $0.name == "Cache-Control" && $0.value.contains("immutable") })
            let index = try #require(page.response(for: "/docs"))
            let html = String(decoding: index.bytes, as: UTF8.self)
            let sources = html.components(separatedBy: "<script").dropFirst()
            #expect(sources.count == 2)
            #expect(sources.allSatisfy { $0.hasPrefix(" src=\"/docs/") }, "no inline script")
            #expect(!html.contains("//"), "no outside address")
            for reference in html.components(separatedBy: "=\"/").dropFirst().compactMap({ $0.split(separator: "\"").first }) {
                #expect(page.response(for: "/\(reference)") != nil, "\(reference)")
            }
            let policy = try #require(index.headers.first { $0.name == "Content-Security-Policy" }?.value)
            #expect(policy.contains("script-src 'self'"))
            #expect(!policy.contains("unsafe"))
            #expect(policy.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
            #expect(page.response(for: "/docs/routes") != nil)
        }
    }

    @Test("slashes within the rest of a path are sent as slashes")
    func restOfAPath() throws {
        try self.withAssets { directory, files in
            let plain = try #require(self.page(directory, files).response(for: "/docs/swagger-initializer.js"))
            #expect(!String(decoding: plain.bytes, as: UTF8.self).contains("requestInterceptor"))
            let route = RouteDescription(method: .get, path: "/files/{path*}", access: .open)
            let page = DocsPage(info: ReferenceRoutes.info, document: [], routes: [route], assetsDirectory: directory, files: files)
            let script = String(decoding: try #require(page.response(for: "/docs/swagger-initializer.js")).bytes, as: UTF8.self)
            #expect(script.contains(#"const templates = ["/files/{path*}"].map("#))
            #expect(script.contains("options.requestInterceptor = "))
        }
    }

    @Test("a file that differs in one byte, in size or is missing is refused", arguments: 0..<3)
    func refusesOtherFiles(index: Int) throws {
        try self.withAssets { directory, files in
            let file = files[index]
            let path = URL(filePath: directory).appending(path: file.name)
            var bytes = try Data(contentsOf: path)
            bytes[bytes.startIndex] ^= 1
            try bytes.write(to: path)
            #expect(throws: SwaggerUI.LoadError.self) { try SwaggerUI(directory: directory, files: files) }
            #expect(self.page(directory, files).notice?.contains("\(file.name) is not the file of version") == true)
            #expect(self.page(directory, files).paths == ["/docs", "/docs/routes", "/openapi.json"])

            try (bytes + [0]).write(to: path)
            #expect(self.page(directory, files).notice?.contains("bytes, not") == true)

            try FileManager.default.removeItem(at: path)
            #expect(self.page(directory, files).notice?.contains("\(file.name) cannot be read") == true)
        }
    }

    @Test func theScriptNamesTheDocumentAndKeepsNoToken() {
        let script = String(decoding: SwaggerUIInitializer(document: "/openapi.json", restTemplates: []).bytes, as: UTF8.self)
        #expect(script.contains(#""url":"/openapi.json""#))
        #expect(script.contains(#""persistAuthorization":false"#))
        #expect(script.contains(#""validatorUrl":null"#))
    }

    @Test("the pins of the server and of the set-up script are the same")
    func pinsAgree() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let script = try String(contentsOf: root.appending(path: "Scripts/fetch-swagger-ui.sh"), encoding: .utf8)
        for file in SwaggerUI.files { #expect(script.contains("\(file.hash)  \(file.name)")) }
    }
}
