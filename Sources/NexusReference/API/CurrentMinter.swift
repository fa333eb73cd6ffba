import NexusCore
import Synchronization

/// The minter in force: routes keep this for as long as they are served, and a reload puts another minter in.
package final class CurrentMinter: Sendable {
    private let minter: Mutex<TokenMinter?>

    /// Creates a holder.
    package init(_ minter: TokenMinter) {
        self.minter = Mutex(minter)
    }

    /// Puts another minter in while some work makes the gate accept its tokens; takes it out again when that fails.
    /// - Parameters:
    ///   - minter: The next one; nothing where the next configuration has no secret to sign with.
    ///   - reload: Puts the other policy in force.
    /// - Throws: What the work throws.
    package func replace(with minter: TokenMinter?, _ reload: () throws -> Void) rethrows {
        // The minter goes first: a token of the next one is refused for an instant, one of the last one would be for good.
        let last = self.minter.withLock { current in
            defer { current = minter }
            return current
        }
        do {
            try reload()
        } catch {
            self.minter.withLock { $0 = last }
            throw error
        }
    }

    /// The minter in force.
    /// - Throws: ``Rejection`` 503 where tokens are signed elsewhere now.
    func current() throws -> TokenMinter {
        guard let minter = self.minter.withLock({ $0 }) else { throw Rejection.unavailable() }
        return minter
    }
}
