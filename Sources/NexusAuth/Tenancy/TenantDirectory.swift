public import NexusCore
import Synchronization

/// Knows which tenants exist and which of them are active.
public protocol TenantDirectory: Sendable {
    /// The state of a tenant.
    /// - Parameter tenant: A well-formed tenant from a verified source.
    /// - Throws: When the directory is away; the request is answered 503.
    func status(of tenant: TenantID) async throws -> TenantStatus
}

/// The state of a tenant.
public enum TenantStatus: String, Sendable, Hashable, Codable {
    /// Requests for it pass.
    case active
    /// Its requests are refused, with the same answer as for a tenant that does not exist.
    case suspended
    /// There is no such tenant.
    case unknown
}

/// Tenants in memory, changeable while the app runs.
public final class MemoryTenantDirectory: TenantDirectory {
    private let tenants: Mutex<[String: TenantStatus]>

    /// Creates a directory.
    /// - Parameter tenants: Identifiers and their states. Whatever is not in it is unknown.
    public init(_ tenants: [String: TenantStatus] = [:]) {
        self.tenants = Mutex(tenants)
    }

    /// Adds a tenant, or changes its state.
    public func set(_ tenant: String, to status: TenantStatus) {
        self.tenants.withLock { $0[tenant] = status }
    }

    /// The state of a tenant.
    public func status(of tenant: TenantID) async throws -> TenantStatus {
        self.tenants.withLock { $0[tenant.rawValue] } ?? .unknown
    }
}
