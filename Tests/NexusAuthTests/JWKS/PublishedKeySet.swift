import Testing

/// Key sets in the shapes in which providers publish them; the keys were made for these tests.
struct PublishedKeySet: Sendable, CustomTestStringConvertible {
    let name: String
    /// The document.
    let json: String
    /// The keys that verify, in order.
    let usable: [String]
    /// The keys that are left out.
    let skipped: Int
    /// A token signed with one of the keys by RS256.
    let token: String

    var testDescription: String { self.name }

    static let all: [PublishedKeySet] = [.auth0, .okta, .entraID, .cognito, .google, .keycloak, .foreign]
}
