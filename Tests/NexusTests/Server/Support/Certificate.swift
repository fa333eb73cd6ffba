import Foundation

/// A certificate for `localhost` that its key signed, in a folder of its own.
struct Certificate {
    let folder: URL

    var certificate: String { self.folder.appendingPathComponent("cert.pem").path }
    var privateKey: String { self.folder.appendingPathComponent("key.pem").path }

    /// Makes a certificate with `openssl`, or nothing where that is not there.
    init?() throws {
        guard Tool.exists("openssl") else { return nil }
        self.folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        try self.renew(name: "first")
    }

    /// Makes another key and certificate in the same place.
    /// - Parameter name: Its organisation, to tell one from the other.
    func renew(name: String) throws {
        _ = try Tool.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                "/CN=localhost/O=\(name)", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", self.privateKey, "-out",
                self.certificate,
            ])
    }

    func remove() {
        try? FileManager.default.removeItem(at: self.folder)
    }
}
