/// Why a test's tool gave up.
public struct TestError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line for a person.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
