extension JSONParser {
    /// Collects the members of one object and notices a name that comes twice: by looking through a few, by a set beyond that.
    struct Members {
        private static let fewNames = 16

        private var members: [JSONObject.Member] = []
        private var names: Set<ExactText> = []
        private let allowsDuplicates: Bool

        init(allowsDuplicates: Bool) {
            self.allowsDuplicates = allowsDuplicates
            self.members.reserveCapacity(Self.fewNames)
        }

        var object: JSONObject { JSONObject(members: self.members) }

        /// Adds a member.
        /// - Returns: Whether its name is new, or may come twice.
        mutating func append(_ name: String, _ value: JSONValue) -> Bool {
            if self.isNew(name) {
                self.members.append(.init(name, value))
                return true
            }
            guard self.allowsDuplicates, let index = self.members.firstIndex(where: { $0.name.hasSameBytes(as: name) }) else {
                return false
            }
            self.members[index].value = value
            return true
        }

        private mutating func isNew(_ name: String) -> Bool {
            guard self.members.count >= Self.fewNames else { return !self.members.contains { $0.name.hasSameBytes(as: name) } }
            if self.names.isEmpty { self.names.formUnion(self.members.lazy.map { ExactText($0.name) }) }
            return self.names.insert(ExactText(name)).inserted
        }
    }
}
