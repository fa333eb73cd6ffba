import Foundation
import NexusCore
import Testing

@Suite struct SecretTests {
    private static let canary = "canary-7f3a9"

    private struct Holder {
        let name = "jwt"
        let secret: Secret
        let more: [Secret?]
    }

    @Test(arguments: [Secret.value(canary), .bytes(Array(canary.utf8)), Secret(parsing: canary), "canary-7f3a9"])
    func neverPrints(secret: Secret) {
        let holder = Holder(secret: secret, more: [secret, nil])
        var texts = ["\(secret)", String(reflecting: secret), String(describing: secret), secret.debugDescription]
        texts += ["\(holder)", String(reflecting: holder), "\([secret])", "\(["k": secret])", "\(Optional(secret) as Any)"]
        for text in texts {
            #expect(!text.contains(Self.canary) && !text.contains("99, 97, 110"), "\(text)")
        }
    }

    @Test func referencesShowWhereNotWhat() {
        #expect("\(Secret(parsing: "${JWT_SECRET}"))" == "${JWT_SECRET}")
        #expect("\(Secret(parsing: "file:/run/secrets/jwt"))" == "file:/run/secrets/jwt")
        #expect(Secret(parsing: "${A}") == .environment("A") && Secret(parsing: "file:b") == .file("b"))
        #expect(Secret(parsing: "$A") == .value("$A"))
    }

    @Test func resolvesFilesAndVariables() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "nexus-secret-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("\(Self.canary)\r\n\n".utf8).write(to: file)
        #expect(try Secret.file(file.path).resolve() == Array(Self.canary.utf8))
        try Data("\n".utf8).write(to: file)
        #expect(throws: SecretError.self) { try Secret.file(file.path).resolve() }
        try Data(count: 65_537).write(to: file)
        #expect(throws: SecretError.self) { try Secret.file(file.path).resolve() }
        #expect(throws: SecretError.self) { try Secret.file(file.path + ".absent").resolve() }
        #expect(throws: SecretError.self) { try Secret.environment("NEXUS_NO_SUCH_VARIABLE").resolve() }
        #expect(throws: SecretError.self) { try Secret.value("").resolve() }
        #expect(try Secret.environment("PATH").resolve().isEmpty == false)
    }
}
