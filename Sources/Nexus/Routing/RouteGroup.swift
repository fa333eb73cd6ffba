public import NexusCore

/// Routes that share a prefix, and a requirement on top of their own.
///
/// ```swift
/// let reports = app.group("/reports", .requireRole("auditor"))
/// reports.get("/daily", .anyIdentity) { request in … }
/// ```
public struct RouteGroup: RouteRegistering {
    private let parent: any RouteRegistering
    private let prefix: String
    private let requirement: Requirement?

    init(parent: any RouteRegistering, prefix: String, requirement: Requirement?) {
        self.parent = parent
        self.prefix = prefix
        self.requirement = requirement
    }

    /// Adds a route under the prefix. A public route of a group with a requirement is refused when the app starts.
    public func register(_ registration: RouteRegistration) {
        var registration = registration
        registration.path = registration.path == "/" ? self.prefix : self.prefix + registration.path
        if let requirement = self.requirement {
            switch registration.access {
            case .open: registration.isOpenInRestrictedGroup = true
            case .restricted(let own): registration.access = .restricted(.all(requirement, own))
            }
        }
        self.parent.register(registration)
    }
}

extension RouteRegistering {
    /// A group of routes under a prefix.
    /// - Parameter prefix: For example `/reports`.
    public func group(_ prefix: String) -> RouteGroup {
        RouteGroup(parent: self, prefix: prefix, requirement: nil)
    }

    /// A group of routes under a prefix that all need something on top of their own requirement.
    /// - Parameters:
    ///   - prefix: For example `/reports`.
    ///   - requirement: What every route of the group needs.
    public func group(_ prefix: String, _ requirement: Requirement) -> RouteGroup {
        RouteGroup(parent: self, prefix: prefix, requirement: requirement)
    }
}
