package import Crypto
import Foundation
package import NIOPosix
import NexusCore
import Synchronization

/// Hashes passwords and compares them, off the event loops, a bounded number at a time.
package final class PasswordHasher: Sendable {
    /// Runs a derivation somewhere it may block, and hands back its result.
    package typealias Executor = @Sendable (_ derivation: @escaping @Sendable () throws -> SymmetricKey) async throws -> SymmetricKey

    /// Lengths of a password that can be set, in bytes of UTF-8.
    package static let passwordLengths = 8...1024

    /// What a new hash costs.
    package let parameters: ScryptParameters
    private let maximumPending: Int
    private let executor: Executor
    private let pending = Mutex(0)
    private let decoy: PasswordHash

    /// Creates a hasher.
    /// - Parameters:
    ///   - parameters: What a new hash costs.
    ///   - maximumPending: How many derivations may run or wait; one more is answered 503.
    ///   - executor: Runs a derivation.
    package init(parameters: ScryptParameters = .standard, maximumPending: Int = 16, executor: @escaping Executor) {
        self.parameters = parameters
        self.maximumPending = maximumPending
        self.executor = executor
        self.decoy = .decoy(parameters: parameters)
    }

    /// Creates a hasher that runs on threads of its own.
    /// - Parameters:
    ///   - parameters: What a new hash costs.
    ///   - maximumPending: How many derivations may run or wait; one more is answered 503.
    ///   - pool: A started pool; each of its threads takes the memory of one derivation. Whoever made it shuts it down.
    package convenience init(parameters: ScryptParameters = .standard, maximumPending: Int = 16, pool: NIOThreadPool) {
        self.init(parameters: parameters, maximumPending: maximumPending) { try await pool.runIfActive($0) }
    }

    /// Hashes a password with a new salt.
    /// - Throws: ``AccountError/unacceptablePassword``, or ``Rejection`` 503 when too many wait.
    package func hash(_ password: String) async throws -> PasswordHash {
        guard let bytes = Self.acceptable(password) else { throw AccountError.unacceptablePassword }
        let salt = [UInt8].random(count: PasswordHash.saltLength)
        let key = try await self.derive(from: bytes, salt: salt, count: PasswordHash.keyLength, parameters: self.parameters)
        return PasswordHash(parameters: self.parameters, salt: salt, key: key.withUnsafeBytes { Array($0) })
    }

    /// Whether a password belongs to a hash; without one the work is the same and the answer is no.
    /// - Throws: ``Rejection`` 503 when too many wait.
    package func matches(_ password: String, _ hash: PasswordHash?) async throws -> Bool {
        let expected = hash ?? self.decoy
        let bytes = Self.acceptable(password)
        let derived = try await self.derive(
            from: bytes ?? Array(password.utf8.prefix(Self.passwordLengths.upperBound)),
            salt: expected.salt,
            count: expected.key.count,
            parameters: expected.parameters
        )
        let isSame = expected.matches(derived)
        return isSame && bytes != nil && hash != nil
    }

    private func derive(from password: [UInt8], salt: [UInt8], count: Int, parameters: ScryptParameters) async throws -> SymmetricKey {
        let isAdmitted = self.pending.withLock { pending in
            guard pending < self.maximumPending else { return false }
            pending += 1
            return true
        }
        guard isAdmitted else { throw Rejection.unavailable() }
        defer { self.pending.withLock { $0 -= 1 } }
        return try await self.executor { try parameters.derive(from: password, salt: salt, count: count) }
    }

    /// The bytes of a password in Unicode normal form C, so that it is the same from every keyboard (RFC 8265 §4.2.2).
    /// - Returns: Nothing when it is too short or too long.
    private static func acceptable(_ password: String) -> [UInt8]? {
        // Counted first: normal form C makes a text at most three times as short, and its work is not for the asking.
        guard password.utf8.count <= 3 * self.passwordLengths.upperBound else { return nil }
        let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8)
        return self.passwordLengths.contains(bytes.count) ? bytes : nil
    }
}
