public import NexusCore

/// The tenant of the request that the current task answers, for code far below a handler.
public enum TenantContext {
    /// The tenant, or nothing outside a request or for a request without one.
    @TaskLocal public static var current: TenantID?
}
