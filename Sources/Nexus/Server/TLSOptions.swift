/// Where the server's certificate and key lie, in PEM.
///
/// ## Configuration keys
/// Under `tls`:
/// - `certificate` (string, required): the file with the chain, the server's own certificate first
/// - `private_key` (string, required): the file with its key
///
/// Both are read again when they change; connections that are open keep the old ones.
public struct TLSOptions: Sendable, Hashable {
    /// The file with the certificate chain.
    public var certificate: String
    /// The file with the private key.
    public var privateKey: String

    /// Creates options.
    /// - Parameters:
    ///   - certificate: The file with the certificate chain.
    ///   - privateKey: The file with the private key.
    public init(certificate: String, privateKey: String) {
        self.certificate = certificate
        self.privateKey = privateKey
    }
}
