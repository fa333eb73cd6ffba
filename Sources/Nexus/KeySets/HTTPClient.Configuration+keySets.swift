package import AsyncHTTPClient
import NIOCore
import NIOSSL
import NexusCore

extension HTTPClient.Configuration {
    /// A client that follows no redirect, unpacks nothing and does not try again by itself: ``HTTPKeySetFetcher`` decides all that.
    /// - Parameters:
    ///   - limits: What a fetch may take.
    ///   - authorities: A file of certificates in PEM that are trusted besides the system's.
    package static func keySets(
        _ limits: HTTPKeySetFetcher.Limits = HTTPKeySetFetcher.Limits(), authorities: String? = nil
    ) -> HTTPClient.Configuration {
        let total = TimeAmount.nanoseconds(limits.totalTimeout.nanoseconds)
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: Timeout(connect: .nanoseconds(limits.connectTimeout.nanoseconds), read: total),
            decompression: .disabled
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = total
        if let authorities {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.file(authorities)]
            configuration.tlsConfiguration = tls
        }
        return configuration
    }
}
