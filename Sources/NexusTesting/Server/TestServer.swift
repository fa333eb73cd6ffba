public import Nexus
import Synchronization

/// An app that really listens, for the time of a test.
///
/// ```swift
/// let app = Nexus(apiPort: 0)
/// app.get("/hello", .public) { _ in "Hello" }
/// try await TestServer.run(app) { server in
///     let answer = try await server.get("/hello")
///     #expect(answer.status == 200)
/// }
/// ```
public struct TestServer: Sendable {
    /// The port on 127.0.0.1.
    public let port: Int

    /// Creates a server that is already there: the port is all that is known of it.
    /// - Parameter port: The port on 127.0.0.1.
    public init(port: Int) {
        self.port = port
    }

    /// Starts an app, runs a test against it, and stops it, whatever the test does.
    /// - Parameters:
    ///   - app: The app; create it with `apiPort: 0`, so that the system chooses a port.
    ///   - limit: How long start and stop may each take.
    ///   - body: The test.
    /// - Returns: What the test returns.
    /// - Throws: What the app's start throws, what the test throws, and ``TestError`` when start or stop take too long.
    public static func run<Result: Sendable>(
        _ app: Nexus,
        limit: Duration = .seconds(20),
        _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let start = StartSignal()
        let running = Task {
            do {
                try await app.run { port in start.resolve(.success(port)) }
                start.resolve(.failure(TestError("the server stopped before it listened")))
            } catch {
                start.resolve(.failure(error))
                throw error
            }
        }
        let port = try await start.wait(limit)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(TestServer(port: port))) } catch { result = .failure(error) }
        running.cancel()
        let stop = StartSignal()
        Task {
            _ = await running.result
            stop.resolve(.success(0))
        }
        _ = try await stop.wait(limit)
        return try result.get()
    }

    /// Opens a connection.
    /// - Throws: What connecting throws.
    public func connect() async throws -> TestClient {
        try await TestClient.connect(port: self.port)
    }

    /// Sends a `GET` on a connection of its own.
    /// - Parameters:
    ///   - path: The target.
    ///   - bearer: A token for `Authorization`.
    ///   - headers: Further header fields.
    /// - Throws: ``TestError`` when no answer comes.
    public func get(_ path: String, bearer: String? = nil, headers: [String: String] = [:]) async throws -> TestResponse {
        try await self.request("GET", path, bearer: bearer, headers: headers)
    }

    /// Sends a `POST` on a connection of its own.
    /// - Parameters:
    ///   - path: The target.
    ///   - body: The content.
    ///   - contentType: Its media type.
    ///   - bearer: A token for `Authorization`.
    ///   - headers: Further header fields.
    /// - Throws: ``TestError`` when no answer comes.
    public func post(
        _ path: String, _ body: String, contentType: String = "application/json", bearer: String? = nil, headers: [String: String] = [:]
    ) async throws -> TestResponse {
        try await self.request("POST", path, body: body, contentType: contentType, bearer: bearer, headers: headers)
    }

    /// Sends a request on a connection of its own.
    /// - Parameters:
    ///   - method: The method.
    ///   - path: The target.
    ///   - body: The content, if there is any.
    ///   - contentType: Its media type.
    ///   - bearer: A token for `Authorization`.
    ///   - headers: Further header fields.
    /// - Throws: ``TestError`` when no answer comes.
    public func request(
        _ method: String, _ path: String, body: String? = nil, contentType: String = "application/json", bearer: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> TestResponse {
        let client = try await self.connect()
        defer { client.close() }
        return try await client.request(method, path, body: body, contentType: contentType, bearer: bearer, headers: headers)
    }
}
