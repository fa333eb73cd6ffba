import Logging
import NIOCore
import NIOSSL
import NexusCore
import Synchronization

/// The TLS context that new connections get: TLS 1.2 at least, HTTP/2 preferred.
final class TLSContextSource: Sendable {
    private struct State {
        var context: NIOSSLContext
        /// The files as they were when they were read.
        var stamp: [FileFacts?]
        /// The files as they were when it was last said that they cannot be read.
        var reported: [FileFacts?] = []
    }

    private let options: TLSOptions
    private let state: Mutex<State>

    /// Reads certificate and key.
    /// - Throws: ``NexusError`` naming the file.
    init(_ options: TLSOptions) throws(NexusError) {
        self.options = options
        // First, or a change while the files are read would go unnoticed.
        let stamp = Self.stamp(options)
        self.state = Mutex(State(context: try Self.load(options), stamp: stamp))
    }

    var context: NIOSSLContext { self.state.withLock { $0.context } }

    /// Reads the files again if they changed. A pair that does not fit leaves the old one in place and is tried again: what kept it from
    /// being read may pass without the files changing once more.
    /// - Returns: Whether there is a new certificate.
    /// - Throws: ``NexusError`` naming the file, once for each change.
    func reloadIfChanged() throws(NexusError) -> Bool {
        let stamp = Self.stamp(self.options)
        guard self.state.withLock({ $0.stamp }) != stamp else { return false }
        do throws(NexusError) {
            let context = try Self.load(self.options)
            self.state.withLock { ($0.context, $0.stamp) = (context, stamp) }
            return true
        } catch {
            let isKnown = self.state.withLock { state in
                defer { state.reported = stamp }
                return state.reported == stamp
            }
            guard isKnown else { throw error }
            return false
        }
    }

    private static func stamp(_ options: TLSOptions) -> [FileFacts?] {
        [FileFacts(path: options.certificate), FileFacts(path: options.privateKey)]
    }

    private static func load(_ options: TLSOptions) throws(NexusError) -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        do { chain = try NIOSSLCertificate.fromPEMFile(options.certificate) } catch {
            throw NexusError("tls.certificate: cannot read a certificate chain in PEM from \(options.certificate)")
        }
        do { key = try NIOSSLPrivateKey(file: options.privateKey, format: .pem) } catch {
            throw NexusError("tls.private_key: cannot read a private key in PEM from \(options.privateKey)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["h2", "http/1.1"]
        // Every orderly end has waited for the client before: one that still does not answer must not hold up a stop.
        configuration.shutdownTimeout = .milliseconds(250)
        do { return try NIOSSLContext(configuration: configuration) } catch {
            throw NexusError("tls: the certificate of \(options.certificate) and the key of \(options.privateKey) do not fit together")
        }
    }
}
