/// Why a key set could not be fetched or read. Its description is safe to log and to show on a health page.
package struct KeySetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure; its raw value is a stable metric label.
    package enum Code: String, Sendable, Hashable {
        /// A location is not an absolute `https` URL.
        case badLocation = "bad_location"
        /// No connection, or it broke.
        case unreachable
        /// The server could not prove who it is.
        case untrusted
        /// The answer took too long.
        case timedOut = "timed_out"
        /// An answer other than 200.
        case badStatus = "bad_status"
        /// A redirect that is not followed.
        case redirected
        /// The answer is larger than allowed.
        case tooLarge = "too_large"
        /// The answer is not the JSON that it should be.
        case malformed
        /// Provider metadata of another issuer.
        case issuerMismatch = "issuer_mismatch"
        /// A set whose keys are all of no use here.
        case noUsableKey = "no_usable_key"
    }

    /// The kind of failure.
    package let code: Code
    /// What exactly, in words of ours: never a part of the answer.
    package let detail: String

    /// Creates an error.
    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String { "\(self.code.rawValue): \(self.detail)" }
}
