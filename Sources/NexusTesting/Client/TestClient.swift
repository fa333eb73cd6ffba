import NIOCore
import NIOPosix
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One connection, to send bytes as they are and to read the answers: for tests of what a well-behaved client would never send.
///
/// Answers are read in order; one client is for one test at a time.
public final class TestClient: Sendable {
    private let channel: any Channel
    private let collector: ByteCollector

    private init(channel: any Channel, collector: ByteCollector) {
        self.channel = channel
        self.collector = collector
    }

    deinit {
        self.channel.close(promise: nil)
    }

    /// Opens a connection to this machine.
    /// - Parameters:
    ///   - port: The port.
    ///   - host: The address.
    ///   - receiveBuffer: The size of the socket's receive buffer in bytes, for a client that reads slowly.
    /// - Throws: What connecting throws.
    public static func connect(port: Int, host: String = "127.0.0.1", receiveBuffer: Int? = nil) async throws -> TestClient {
        let collector = ByteCollector()
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(collector) }
            }
        if let receiveBuffer { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer)) }
        return TestClient(channel: try await bootstrap.connect(host: host, port: port).get(), collector: collector)
    }

    /// Sends text as it is.
    /// - Throws: When the connection is gone.
    public func send(_ text: String) async throws {
        try await self.send(Array(text.utf8))
    }

    /// Sends bytes as they are.
    /// - Throws: When the connection is gone.
    public func send(_ bytes: [UInt8]) async throws {
        try await self.channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends a request and reads its answer.
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
        var head = "\(method) \(path) HTTP/1.1\r\n"
        if !headers.keys.contains(where: { $0.lowercased() == "host" }) { head += "Host: localhost\r\n" }
        if let bearer { head += "Authorization: Bearer \(bearer)\r\n" }
        if let body { head += "Content-Type: \(contentType)\r\nContent-Length: \(body.utf8.count)\r\n" }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        try await self.send(head + "\r\n" + (body ?? ""))
        return try await self.receive(isHead: method == "HEAD")
    }

    /// Reads the next answer.
    /// - Parameters:
    ///   - isHead: Whether it answers a `HEAD`.
    ///   - limit: How long to wait.
    /// - Throws: ``TestError`` when none comes in time, the connection ends before, or the bytes are no answer.
    public func receive(isHead: Bool = false, within limit: Duration = .seconds(10)) async throws -> TestResponse {
        let response: TestResponse? = try await self.wait(limit) { state in
            if let (response, size) = try ResponseScanner.scan(state.bytes[...], isHead: isHead, isEnd: state.isEnd) {
                state.bytes.removeFirst(size)
                return .some(response)
            }
            if state.isEnd { throw TestError("the connection ended without an answer") }
            return nil
        }
        guard let response else { throw TestError("no answer within \(limit)") }
        return response
    }

    /// Waits until the server ends the connection.
    /// - Parameter limit: How long to wait.
    /// - Returns: Whether it did.
    public func isEnded(within limit: Duration = .seconds(10)) async -> Bool {
        (try? await self.wait(limit) { $0.isEnd ? true : nil }) ?? false
    }

    /// The bytes that have arrived and were not read as answers.
    public var unread: [UInt8] { self.collector.state.withLock { $0.bytes } }

    /// Whether the server broke the connection off instead of ending it in order.
    public var isReset: Bool { self.collector.state.withLock { $0.isReset } }

    /// Stops reading from the socket, or goes on.
    /// - Throws: When the connection is gone.
    public func setReading(_ isReading: Bool) async throws {
        try await self.channel.setOption(.autoRead, value: isReading).get()
        if isReading { self.channel.read() }
    }

    /// Ends our half: nothing more will be sent.
    /// - Throws: When the connection is gone.
    public func endSending() async throws {
        try await self.channel.close(mode: .output).get()
    }

    /// Ends the connection in order.
    public func close() {
        self.channel.close(promise: nil)
    }

    /// Breaks the connection off, as a client that crashes does.
    public func reset() async throws {
        if let socket = self.channel as? any SocketOptionProvider { try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get() }
        try await self.channel.close().get()
    }

    /// Asks again with every change until there is a value or the time is over.
    private func wait<Value: Sendable>(_ limit: Duration, _ ask: (inout ByteCollector.State) throws -> Value?) async throws -> Value? {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: limit)
        let collector = self.collector
        let timer = self.channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { collector.wake() }
        defer { timer.cancel() }
        while true {
            let (value, version) = try collector.state.withLock { (try ask(&$0), $0.version) }
            if let value { return value }
            guard clock.now < end else { return nil }
            await collector.waitForChange(since: version)
        }
    }
}
