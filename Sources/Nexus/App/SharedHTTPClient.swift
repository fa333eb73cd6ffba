import AsyncHTTPClient
import NIOPosix
import NIOSSL
import NexusCore
import Synchronization

/// The one HTTP client of an app, made when something first needs it.
final class SharedHTTPClient: Sendable {
    private enum State {
        case unused
        case made(HTTPClient)
        /// None is made any more: nobody would end it.
        case ended
    }

    private let authorities: String?
    private let state = Mutex(State.unused)

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

    /// The client.
    /// - Throws: An error once it has been shut down.
    func client() throws -> HTTPClient {
        try self.state.withLock { state in
            switch state {
            case .made(let client): return client
            case .ended: throw HTTPClientError.alreadyShutdown
            case .unused:
                let client = HTTPClient(
                    eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: .keySets(authorities: self.authorities))
                state = .made(client)
                return client
            }
        }
    }

    func shutdown() async {
        let last = self.state.withLock { state in
            defer { state = .ended }
            return state
        }
        if case .made(let client) = last { try? await client.shutdown() }
    }
}
