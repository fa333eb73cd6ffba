package import Foundation

/// An article of one tenant, as the reference API shows it (contract, "The reference API").
package struct Article: Sendable, Hashable, Codable {
    /// Counted from 1 in each tenant; the number of a deleted article is never given again.
    package let id: Int64
    /// The title.
    package let title: String
    /// The text.
    package let body: String
    /// The subject of the identity that created it.
    package let author: String
    /// When it was created, in whole seconds.
    package let createdAt: Date

    private enum CodingKeys: String, CodingKey {
        case id, title, body, author
        case createdAt = "created_at"
    }
}
