import AsyncHTTPClient
import NIOPosix
import Synchronization

/// The one HTTP client of an app, made when something first needs it.
final class SharedHTTPClient: Sendable {
    private let made = Mutex<HTTPClient?>(nil)

    var client: HTTPClient {
        self.made.withLock { made in
            if let made { return made }
            let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: .keySets())
            made = client
            return client
        }
    }

    func shutdown() async {
        try? await self.made.withLock { $0.take() }?.shutdown()
    }
}
