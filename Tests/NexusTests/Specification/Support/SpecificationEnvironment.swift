import Foundation

/// The environment that the specification's snippets read.
enum SpecificationEnvironment {
    /// The value of `JWT_SECRET`.
    static let secret = "a secret of the tests, thirty-two bytes or more"

    /// Whether the environment is there: reading this puts it there, once.
    static let isSet = setenv("JWT_SECRET", Self.secret, 1) == 0
}
