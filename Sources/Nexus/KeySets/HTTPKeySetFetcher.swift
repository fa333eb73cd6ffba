package import AsyncHTTPClient
import NIOCore
import NIOHTTP1
package import NexusAuth
package import NexusCore

/// Fetches key sets and provider metadata over HTTP, from a server that is not trusted to be quick, short or even sane.
///
/// Only an answer of 200 counts, whatever its content type: what is no JSON is refused by the reader. The body is read as it comes and
/// given up at the limit. Redirects are not followed unless allowed, and then only within the origin.
package struct HTTPKeySetFetcher: KeySetFetcher {
    /// What a fetch may take.
    package struct Limits: Sendable, Hashable {
        /// The largest body, in bytes.
        package var maximumBytes = 262_144
        /// How long a connection may take.
        package var connectTimeout: Duration = .seconds(3)
        /// How long the whole fetch may take.
        package var totalTimeout: Duration = .seconds(5)
        /// How many redirects within the origin are followed.
        package var maximumRedirects = 0

        /// Creates the default limits.
        package init() {}
    }

    private let client: @Sendable () throws -> HTTPClient
    private let limits: Limits
    private let time: TimeSource

    /// Creates a fetcher.
    /// - Parameters:
    ///   - client: Made with ``AsyncHTTPClient/HTTPClient/Configuration/keySets(_:)``; shut down by its owner.
    ///   - limits: What a fetch may take.
    ///   - time: Where the time comes from.
    package init(client: HTTPClient, limits: Limits = Limits(), time: TimeSource = .system) {
        self.init(limits: limits, time: time) { client }
    }

    /// Creates a fetcher whose client is made when something is first fetched.
    /// - Parameter client: Gives the client; throws where there is none any more.
    init(limits: Limits = Limits(), time: TimeSource, client: @escaping @Sendable () throws -> HTTPClient) {
        self.client = client
        self.limits = limits
        self.time = time
    }

    package func fetch(_ url: KeySetURL) async throws(KeySetError) -> KeySetDocument {
        do {
            return try await withThrowingTaskGroup(of: KeySetDocument.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await self.read(url, redirectsLeft: self.limits.maximumRedirects) }
                group.addTask {
                    try await Task.sleep(for: self.limits.totalTimeout)
                    throw KeySetError(.timedOut, "the answer was not complete in time")
                }
                guard let document = try await group.next() else { throw CancellationError() }
                return document
            }
        } catch {
            throw KeySetError(fetching: error)
        }
    }

    private func read(_ url: KeySetURL, redirectsLeft: Int) async throws -> KeySetDocument {
        var request = HTTPClientRequest(url: url.text)
        request.headers.add(name: "Accept", value: "application/jwk-set+json, application/json")
        request.headers.add(name: "User-Agent", value: "nexus")
        let response = try await self.client().execute(request, timeout: .nanoseconds(self.limits.totalTimeout.nanoseconds))
        guard response.history.count <= 1 else { throw KeySetError(.redirected, "the HTTP client followed a redirect by itself") }
        switch response.status.code {
        case 200:
            return KeySetDocument(bytes: try await self.collect(response), maxAge: self.maxAge(of: response))
        case 301, 302, 303, 307, 308:
            guard redirectsLeft > 0, let next = url.redirected(to: response.headers.first(name: "Location")) else {
                throw KeySetError(.redirected, "the answer is a redirect (\(response.status.code)) that is not followed")
            }
            return try await self.read(next, redirectsLeft: redirectsLeft - 1)
        default:
            throw KeySetError(.badStatus, "the answer's status is \(response.status.code)")
        }
    }

    private func collect(_ response: HTTPClientResponse) async throws -> [UInt8] {
        let tooLarge = KeySetError(.tooLarge, "the answer has more than \(self.limits.maximumBytes) bytes")
        if let announced = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), announced > self.limits.maximumBytes {
            throw tooLarge
        }
        var bytes: [UInt8] = []
        for try await buffer in response.body {
            guard bytes.count + buffer.readableBytes <= self.limits.maximumBytes else { throw tooLarge }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }

    private func maxAge(of response: HTTPClientResponse) -> Int? {
        CacheLifetime.seconds(
            cacheControl: response.headers["Cache-Control"],
            age: response.headers.first(name: "Age"),
            expires: response.headers.first(name: "Expires"),
            date: response.headers.first(name: "Date"),
            now: self.time.now()
        )
    }
}
