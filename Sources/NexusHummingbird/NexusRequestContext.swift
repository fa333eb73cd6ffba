public import Hummingbird
public import NIOCore

/// A request context that carries what the gate found out.
///
/// ```swift
/// struct AppContext: NexusRequestContext {
///     var coreContext: CoreRequestContextStorage
///     var nexus = NexusAdmission()
///     let remoteAddress: SocketAddress?
///
///     init(source: Source) {
///         self.coreContext = .init(source: source)
///         self.remoteAddress = source.channel.remoteAddress
///     }
/// }
/// ```
///
/// The remote address is the peer of the connection; which client stands behind it is read from there and the trusted proxies.
public protocol NexusRequestContext: RemoteAddressRequestContext {
    /// What the gate found out about the request; empty where ``NexusMiddleware`` has not seen it.
    var nexus: NexusAdmission { get set }
}

/// A context with nothing but what Hummingbird and Nexus need.
public struct BasicNexusRequestContext: NexusRequestContext {
    /// What Hummingbird keeps.
    public var coreContext: CoreRequestContextStorage
    /// What the gate found out about the request.
    public var nexus = NexusAdmission()
    /// The peer of the connection.
    public let remoteAddress: SocketAddress?

    /// Creates the context of a request.
    public init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.remoteAddress = source.channel.remoteAddress
    }
}
