import Foundation
import Nexus
import NexusCore
import Testing

private struct Branch: Codable {
    var name: String
    var depth: UInt64
    var parent: [Branch]
    var when: Date?
    var notes: [String: [String?]]
}

/// Runs `openapi-spec-validator`, a program of its own that knows nothing of this code.
private enum Validator {
    static let isInstalled = Self.run(["-c", "import openapi_spec_validator"])?.status == 0

    static func run(_ arguments: [String]) -> (status: Int32, output: String)? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        guard (try? process.run()) != nil else { return nil }
        let output = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

@Suite(.enabled(if: Validator.isInstalled, "needs python3 with openapi-spec-validator"))
struct OpenAPIValidatorTests {
    private func validate(_ bytes: [UInt8]) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "openapi-\(UUID()).json")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try #require(Validator.run(["-m", "openapi_spec_validator", file.path()]))
    }

    @Test func theReferenceDocumentIsValid() throws {
        let result = try self.validate(try OpenAPIDocument(ReferenceRoutes.info, routes: ReferenceRoutes.all).bytes)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func aDocumentWithEveryFeatureIsValid() throws {
        let info = OpenAPIInfo(
            title: "Every \"feature\" <b>", version: "1", description: "Line\nbreak.", servers: ["https://api.example.com/v1"],
            tokenHeader: "X-Token", tokenCookie: "session", tokenQueryParameter: "token", tenantHeader: "X-Tenant-ID")
        let methods: [HTTPMethod] = [.get, .put, .post, .delete, .options, .head, .patch]
        let routes = methods.map { method in
            RouteDescription(
                method: method, path: "/branches/{id}", details: "Details.", tags: ["Branches", "Trees"],
                access: .restricted(.requireRole("gardener")), limit: .init(rule: "r", requestsPerMinute: 1, burst: 0),
                parameters: [.init("id", in: .path, schema: .integer(minimum: 1)), .init("deep", in: .query, schema: .boolean)],
                request: method == .post ? .init(.type(Branch.self)) : nil,
                response: .init(body: method == .head ? nil : .init(.array(of: .type(Branch?.self)))), errorStatuses: [408, 405])
        }
        let rest = RouteDescription(method: .get, path: "/files/{path*}", access: .open)
        let result = try self.validate(try OpenAPIDocument(info, routes: routes + [rest]).bytes)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(
        "the schema of a rest takes what the server takes",
        arguments: [
            ("a", true), ("a/b", true), ("a/b/c.txt", true), ("...", true), ("a/...", true), (".a/..b", true), ("", false), ("/", false),
            ("a//b", false), (".", false), ("a/..", false), ("../a", false), ("a/./b", false), ("a%2Fb", false), ("a\\b", false),
        ])
    func rests(text: String, isTaken: Bool) throws {
        let route = RouteDescription(method: .get, path: "/files/{path*}", access: .open)
        let document = try OpenAPIDocument(OpenAPIInfo(title: "A", version: "1"), routes: [route])
        let script = """
            import json, sys, jsonschema
            parameter = json.loads(sys.argv[1])["paths"]["/files/{path}"]["get"]["parameters"][0]
            sys.exit(0 if jsonschema.Draft202012Validator(parameter["schema"]).is_valid(sys.argv[2]) else 3)
            """
        let result = try #require(Validator.run(["-c", script, String(decoding: document.bytes, as: UTF8.self), text]))
        #expect(result.status == (isTaken ? 0 : 3), "\(result.output)")
        let target = try? RequestTarget(parsing: "/files/\(text)")
        #expect(target?.path.hasPrefix("/files/") == (isTaken ? true : target == nil ? nil : false))
    }

    /// Whether a JSON Schema validator accepts a value, with the components of a document at hand.
    private func accepts(_ json: String, as type: any Any.Type) throws -> Bool {
        let route = RouteDescription(method: .get, path: "/a", access: .open, response: .init(body: .init(.array(of: .type(type)))))
        let document = try OpenAPIDocument(OpenAPIInfo(title: "A", version: "1"), routes: [route])
        let script = """
            import json, sys, jsonschema
            document = json.loads(sys.argv[1])
            answer = document["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            schema = {"components": document["components"], **answer}
            sys.exit(0 if jsonschema.Draft202012Validator(schema).is_valid(json.loads(sys.argv[2])) else 3)
            """
        let result = try #require(Validator.run(["-c", script, String(decoding: document.bytes, as: UTF8.self), "[\(json)]"]))
        try #require(result.status == 0 || result.status == 3, "\(result.output)")
        return result.status == 0
    }

    @Test("what a type encodes to is what its schema admits")
    func encodedValuesAreAdmitted() throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        let leaf = Branch(name: "leaf", depth: .max, parent: [], when: nil, notes: [:])
        for branch in [
            leaf, Branch(name: "", depth: 0, parent: [leaf, leaf], when: Date(timeIntervalSince1970: 0), notes: ["a": [nil, "b"]]),
        ] {
            #expect(try self.accepts(String(decoding: encoder.encode(branch), as: UTF8.self), as: Branch.self))
        }
    }

    static let wrong = [
        #"{"name":1,"depth":0,"parent":[],"notes":{}}"#,
        #"{"depth":0,"parent":[],"notes":{}}"#,
        #"{"name":"","depth":-1,"parent":[],"notes":{}}"#,
        #"{"name":"","depth":18446744073709551616,"parent":[],"notes":{}}"#,
        #"{"name":"","depth":0,"parent":[{}],"notes":{}}"#,
        #"{"name":"","depth":0,"parent":[],"notes":{"a":[1]}}"#,
    ]

    @Test("what does not decode is not admitted", arguments: wrong)
    func wrongValuesAreNotAdmitted(json: String) throws {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(Branch.self, from: Data(json.utf8)) }
        #expect(try !self.accepts(json, as: Branch.self))
    }

    @Test func theValidatorWouldSay() throws {
        let result = try self.validate(Array(#"{"openapi":"3.1.0","info":{"title":"A"},"paths":{}}"#.utf8))
        #expect(result.status != 0)
    }
}
