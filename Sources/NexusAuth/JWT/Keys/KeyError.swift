/// Why key material is not a key that may verify tokens. Never holds key material.
package struct KeyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line for a person.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
