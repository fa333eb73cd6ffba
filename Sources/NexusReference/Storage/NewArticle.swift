package import NexusCore

/// What a client sends to create or replace an article.
package struct NewArticle: Sendable, Hashable, Codable {
    /// Longest title, in Unicode scalars.
    package static let maximumTitleLength = 200
    /// Longest body, in bytes of UTF-8.
    package static let maximumBodyLength = 64 * 1024

    /// The title: required, not blank.
    package let title: String
    /// The text; an absent one is empty.
    package let body: String?

    /// Creates an article's content.
    package init(title: String, body: String? = nil) {
        self.title = title
        self.body = body
    }

    /// The text, empty when absent.
    var text: String { self.body ?? "" }

    /// Checks the content.
    /// - Throws: 422 with the member at fault.
    package func validate() throws(Rejection) {
        let title = self.title.unicodeScalars
        guard !title.allSatisfy(\.properties.isWhitespace) else {
            throw .unprocessable("title", "The title must not be empty.")
        }
        guard title.count <= Self.maximumTitleLength else {
            throw .unprocessable("title", "The title is longer than \(Self.maximumTitleLength) characters.")
        }
        guard !title.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .unprocessable("title", "The title contains control characters.")
        }
        guard self.text.utf8.count <= Self.maximumBodyLength else {
            throw .unprocessable("body", "The body is longer than \(Self.maximumBodyLength) bytes.")
        }
        // SQLite ends a text at U+0000: what would be cut off later is refused now.
        guard !self.text.utf8.contains(0) else {
            throw .unprocessable("body", "The body contains the character U+0000.")
        }
    }
}
