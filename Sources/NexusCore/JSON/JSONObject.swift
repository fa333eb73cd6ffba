/// The members of a JSON object, in the order they were written.
///
/// Two names are the same when their bytes are (RFC 8259 §8.3): to `String` the Kelvin sign is a `K`.
/// Look-up is linear: the objects read here (token headers, claims, keys) are small and bounded by the parser.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One name and its value.
    public struct Member: Sendable, Hashable {
        /// The member's name.
        public var name: String
        /// The member's value.
        public var value: JSONValue

        /// Creates a member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members in order.
    public private(set) var members: [Member]

    /// Creates an object from members whose names differ.
    public init(members: [Member]) {
        self.members = members
    }

    /// Creates an object from a literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(members: elements.map { Member($0.0, $0.1) })
    }

    /// The value of a member; setting replaces it in place, appends it, or removes it.
    public subscript(name: String) -> JSONValue? {
        get {
            guard let index = self.index(of: name) else { return nil }
            return self.members[index].value
        }
        set {
            switch (self.index(of: name), newValue) {
            case (let index?, let value?): self.members[index].value = value
            case (let index?, nil): self.members.remove(at: index)
            case (nil, let value?): self.members.append(Member(name, value))
            case (nil, nil): break
            }
        }
    }

    /// Whether the object has no members.
    public var isEmpty: Bool { self.members.isEmpty }

    private func index(of name: String) -> Int? {
        let members = self.members.span
        // `==` tells short names apart at a glance; bytes decide.
        for index in members.indices where members[index].name == name && members[index].name.hasSameBytes(as: name) { return index }
        return nil
    }
}
