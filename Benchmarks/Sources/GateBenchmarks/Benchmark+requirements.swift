import NexusAuth
import NexusCore

extension Benchmark {
    /// A route's requirement, among few and among many roles and permissions.
    static let requirements = [0, 10_000].map { count in
        Benchmark("requirement/permission/\(count + 2)") {
            let further = (0..<count).map { (name: "role\($0)", role: Role(permissions: ["read:resource\($0)"])) }
            let needed = Requirement.requirePermission("read:profile")
            let policy = try AccessPolicy(
                rbac: RBACConfig([(name: "admin", role: ["*"]), (name: "user", role: ["read:*"])] + further),
                requirements: [needed],
                optionalRequirements: (0..<count).map { .requirePermission("read:resource\($0)") }
            )
            let requirement = CompiledRequirement(needed, policy: policy)
            let grants = policy.grants(roles: ["user"], permissions: [])
            return { requirement.evaluate(grants) }
        }
    }
}
