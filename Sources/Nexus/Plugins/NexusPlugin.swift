/// Something that adds to an app: routes, health checks, work at start and stop.
///
/// A plugin cannot put itself in front of the gate or between its stages: what it installs is decided about like everything else, so
/// the order in which plugins are added does not matter for security.
public protocol NexusPlugin: Sendable {
    /// Its name, once in an app.
    var name: String { get }

    /// Adds what the plugin brings. Called once, by ``Nexus/Nexus/addPlugin(_:)``.
    /// - Throws: When it does not fit the app; then nothing of it is kept in the list of plugins.
    func install(on app: Nexus) throws

    /// Called before the server listens, in the order of installation.
    /// - Throws: To keep the app from starting.
    func onStartup() async throws

    /// Called after the last request, in the reverse order.
    func onShutdown() async
}

extension NexusPlugin {
    /// Nothing to do.
    public func onStartup() async throws {}
    /// Nothing to do.
    public func onShutdown() async {}
}
