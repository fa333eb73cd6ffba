import AsyncHTTPClient
import NIOPosix
import NIOSSL
import NexusCore
import Synchronization

/// The one HTTP client of an app, made when something first needs it.
final class SharedHTTPClient: Sendable {
    private struct State {
        var client: HTTPClient?
        var isShutDown = false
    }

    private let authorities: String?
    private let state = Mutex(State())

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

    /// The client; nothing after ``shutdown()``.
    var client: HTTPClient? {
        self.state.withLock { state in
            if state.isShutDown || state.client != nil { return state.client }
            let client = HTTPClient(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: .keySets(authorities: self.authorities))
            state.client = client
            return client
        }
    }

    func shutdown() async {
        let client = self.state.withLock { state in
            state.isShutDown = true
            return state.client.take()
        }
        try? await client?.shutdown()
    }
}
