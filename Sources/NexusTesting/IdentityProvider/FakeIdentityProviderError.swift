/// What a fake identity provider was asked for and cannot do.
public struct FakeIdentityProviderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line for a person.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
