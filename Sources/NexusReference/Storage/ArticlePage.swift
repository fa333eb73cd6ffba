/// Some articles of a tenant, in the order of their numbers.
package struct ArticlePage: Sendable, Hashable, Codable {
    /// How many articles a page may have.
    package static let limits = 1...100
    /// How many a page has when the client names no limit.
    package static let defaultLimit = 20

    /// The articles.
    package let articles: [Article]
    /// What to ask for as `after` to get the next page; absent on the last one.
    package let next: Int64?
}
