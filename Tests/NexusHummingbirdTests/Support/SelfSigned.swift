import Foundation
import NIOSSL

/// A certificate for `localhost` that its key signed, made by `openssl`.
struct SelfSigned {
    private static let program = "/usr/bin/openssl"

    static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: Self.program) }

    private let folder: URL

    init() throws {
        self.folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", self.path("key.pem"), "-out", self.path("cert.pem"),
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    /// What a server needs of it. Its files are gone then.
    func configuration() throws -> TLSConfiguration {
        defer { try? FileManager.default.removeItem(at: self.folder) }
        return .makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(self.path("cert.pem")).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: self.path("key.pem"), format: .pem)))
    }

    private func path(_ name: String) -> String { self.folder.appendingPathComponent(name).path }
}
