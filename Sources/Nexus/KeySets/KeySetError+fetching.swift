import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import NexusAuth

extension KeySetError {
    /// Sorts what an HTTP client throws; its own words are left out, for they may quote the answer.
    init(fetching error: any Error) {
        switch error {
        case let error as KeySetError:
            self = error
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self.init(.untrusted, "the server's certificate is for another name")
        case let error as NIOSSLError where "\(error)".contains("CERTIFICATE_VERIFY_FAILED"):
            self.init(.untrusted, "no authority that is trusted here vouches for the server's certificate")
        case is NIOSSLError, is NIOSSLExtraError:
            self.init(.untrusted, "the TLS handshake failed")
        case let error as HTTPClientError where Self.connectionTimeouts.contains(error):
            self.init(.timedOut, "no connection in time")
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            self.init(.timedOut, "the answer was not complete in time")
        case is CancellationError:
            self.init(.unreachable, "the fetch was cancelled")
        case is NIOConnectionError, is IOError:
            self.init(.unreachable, "no connection")
        default:
            self.init(.unreachable, "the connection broke or did not speak HTTP")
        }
    }

    private static let connectionTimeouts: [HTTPClientError] = [.connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout]
}
