/// Why an account or a password hash cannot be made. Never carries a password.
package struct AccountError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence for a person.
    package let description: String

    private init(_ description: String) {
        self.description = description
    }

    /// The name is empty, too long, or has other characters than letters, digits and `-_.@+`.
    package static let malformedUsername = AccountError("The user name is not acceptable.")
    /// Someone has the name.
    package static let usernameTaken = AccountError("The user name is taken.")
    /// The password is too short or too long.
    package static let unacceptablePassword = AccountError("The password is too short or too long.")
    /// The cost is out of range.
    package static let unacceptableCost = AccountError("The scrypt parameters are out of range.")
}
