import NIOCore
import NexusCore
import ServiceLifecycle

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A server that says in one line why it cannot listen: a port in use and the like.
struct ListeningServer: Service, CustomStringConvertible {
    let server: any Service
    let address: String

    var description: String { "server on \(self.address)" }

    func run() async throws {
        do {
            try await self.server.run()
        } catch let error as IOError {
            throw NexusError("cannot listen on \(self.address): \(String(cString: strerror(error.errnoCode)))")
        }
    }
}
