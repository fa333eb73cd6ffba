import AsyncHTTPClient
import NIOPosix
import NIOSSL
import NexusCore
import Synchronization

/// The one HTTP client of an app, made when something first needs it.
final class SharedHTTPClient: Sendable {
    private let authorities: String?
    private let made = Mutex<HTTPClient?>(nil)

    private init() {
        self.authorities = nil
    }

    /// A client that trusts the system's authorities alone.
    static var withoutAuthorities: SharedHTTPClient { SharedHTTPClient() }

    /// Creates a client.
    /// - Parameter authorities: A file of certificates in PEM that are trusted besides the system's.
    /// - Throws: ``NexusError`` when the file cannot be read.
    init(authorities: String?) throws(NexusError) {
        self.authorities = authorities
        guard let authorities else { return }
        let certificates = try? NIOSSLCertificate.fromPEMFile(authorities)
        guard certificates?.isEmpty == false else {
            throw NexusError("auth.jwt.jwks_ca_file: cannot read certificates in PEM from \(authorities)")
        }
    }

    var client: HTTPClient {
        self.made.withLock { made in
            if let made { return made }
            let client = HTTPClient(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: .keySets(authorities: self.authorities))
            made = client
            return client
        }
    }

    func shutdown() async {
        try? await self.made.withLock { $0.take() }?.shutdown()
    }
}
