import NexusCore

/// Answers which of a fixed set of permissions a pattern covers, without trying them one by one.
struct PermissionIndex: Sendable {
    private var numbers: [ExactText: Int] = [:]
    private var all = BitSet()
    private var byVerb: [ExactText: BitSet] = [:]
    private var byResource: [ExactText: BitSet] = [:]

    /// Numbers a permission; the same one gets the same number.
    mutating func insert(_ permission: String) {
        let number = self.numbers.count
        guard self.numbers[ExactText(permission)] == nil else { return }
        self.numbers[ExactText(permission)] = number
        self.all.insert(number)
        if let (verb, resource) = permission.splitPermission {
            self.byVerb[ExactText(verb), default: BitSet()].insert(number)
            self.byResource[ExactText(resource), default: BitSet()].insert(number)
        }
    }

    /// The number of a permission, if it has one.
    func number(of permission: String) -> Int? { self.numbers[ExactText(permission)] }

    /// The permissions that a pattern covers.
    func covered(by pattern: PermissionPattern) -> BitSet {
        switch pattern {
        case .everything: return self.all
        case .verb(let verb): return self.byVerb[ExactText(verb)] ?? BitSet()
        case .resource(let resource): return self.byResource[ExactText(resource)] ?? BitSet()
        case .exact(let permission):
            var set = BitSet()
            if let number = self.number(of: permission) { set.insert(number) }
            return set
        }
    }

    /// The permissions that any of the patterns covers. A malformed pattern covers nothing.
    func covered(by patterns: some Sequence<String>) -> BitSet {
        var set = BitSet()
        for pattern in patterns.lazy.compactMap({ PermissionPattern($0) }) { set.formUnion(self.covered(by: pattern)) }
        return set
    }
}
