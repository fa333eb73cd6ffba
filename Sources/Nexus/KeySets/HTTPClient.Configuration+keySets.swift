package import AsyncHTTPClient
import NIOCore
import NexusCore

extension HTTPClient.Configuration {
    /// A client that follows no redirect, unpacks nothing and does not try again by itself: ``HTTPKeySetFetcher`` decides all that.
    /// - Parameter limits: What a fetch may take.
    package static func keySets(_ limits: HTTPKeySetFetcher.Limits = HTTPKeySetFetcher.Limits()) -> HTTPClient.Configuration {
        let total = TimeAmount.nanoseconds(limits.totalTimeout.nanoseconds)
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: Timeout(connect: .nanoseconds(limits.connectTimeout.nanoseconds), read: total),
            decompression: .disabled
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = total
        return configuration
    }
}
