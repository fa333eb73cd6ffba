import Nexus
import NexusCore

/// Where a server with some options is asked how it is.
enum HealthURL {
    /// The address of the readiness probe, from this machine.
    /// - Throws: ``CommandError`` where the system chose the port.
    static func of(_ options: NexusOptions) throws(CommandError) -> String {
        let port = options.managementPort ?? options.apiPort
        guard port != 0 else { throw CommandError("the system chooses the port: pass --url") }
        // The management port speaks plain HTTP, whatever the API speaks.
        let scheme = options.tls == nil || options.managementPort != nil ? "http" : "https"
        let host =
            switch IPAddress(options.apiHost) {
            case IPAddress("0.0.0.0"): "127.0.0.1"
            case IPAddress("::"): "[::1]"
            case _? where options.apiHost.contains(":"): "[\(options.apiHost)]"
            default: options.apiHost
            }
        return "\(scheme)://\(host):\(port)/readyz"
    }
}
