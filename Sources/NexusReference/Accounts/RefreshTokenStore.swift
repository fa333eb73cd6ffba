import Foundation
import GRDB
package import NexusCore
import NexusSQLite

/// Refresh tokens: each is good once, and one that comes back revokes its family (RFC 9700 §4.14.2).
///
/// A family is one chain: a token has one successor, which a repeat within the grace gets again. So whoever stole a token stands on the
/// owner's own chain, and the first of the two to use a token that the other has used ends it for both.
///
/// Time is the wall clock, because tokens outlive the process.
package struct RefreshTokenStore: Sendable {
    /// How long tokens live and how many there may be.
    package struct Options: Sendable, Hashable {
        /// How long an unused token is good. Default: 30 days.
        package var lifetime: Duration
        /// How long after its use a token may be repeated, for a client whose requests crossed. Default: 10 seconds.
        package var grace: Duration
        /// How many families (logins) a user has at most; the one unused for the longest time gives way. Default: 16.
        package var familiesPerUser: Int
        /// How many tokens of a family are stored at most; the oldest one gives way. Default: 128.
        package var tokensPerFamily: Int

        /// Creates options.
        package init(
            lifetime: Duration = .seconds(30 * 86_400),
            grace: Duration = .seconds(10),
            familiesPerUser: Int = 16,
            tokensPerFamily: Int = 128
        ) {
            self.lifetime = lifetime
            self.grace = grace
            self.familiesPerUser = max(1, familiesPerUser)
            self.tokensPerFamily = max(1, tokensPerFamily)
        }
    }

    private let database: ReferenceDatabase
    private let options: Options
    private let time: TimeSource

    /// Creates a store.
    /// - Parameters:
    ///   - database: The open database.
    ///   - options: How long tokens live and how many there may be.
    ///   - time: Where the time comes from.
    package init(database: ReferenceDatabase, options: Options = Options(), time: TimeSource = .system) {
        self.database = database
        self.options = options
        self.time = time
    }

    /// Starts a family, after a login.
    /// - Throws: ``StorageError``, also when the account is gone.
    package func issue(to username: Username) async throws -> RefreshToken {
        let token = RefreshToken()
        let (now, options) = (self.now, self.options)
        try await self.database.write { database in
            try database.execute(sql: "DELETE FROM refresh_family WHERE expires_at <= ?", arguments: [now])
            try database.execute(
                sql: """
                    DELETE FROM refresh_family WHERE id IN (
                        SELECT id FROM refresh_family WHERE username = ? ORDER BY expires_at DESC, id DESC LIMIT -1 OFFSET ?
                    )
                    """,
                arguments: [username.rawValue, options.familiesPerUser - 1])
            let expiry = now.advanced(by: options.lifetime)
            try database.execute(
                sql: "INSERT INTO refresh_family (selector_hash, username, expires_at) VALUES (?, ?, ?)",
                arguments: [Data(token.selectorHash), username.rawValue, expiry])
            try RefreshFamily(id: database.lastInsertedRowID, username: username).insert(token, expiry: expiry, in: database)
        }
        return token
    }

    /// Exchanges a token for the next one of its family.
    ///
    /// Within ``Options/grace`` of its first use a token may be repeated and gives the same successor again; later, its return means
    /// that two parties hold it, and revokes the family.
    /// - Parameter text: What the client sent.
    package func refresh(_ text: String) async throws -> RefreshOutcome {
        guard let token = RefreshToken(text) else { return .invalid }
        let (now, options) = (self.now, self.options)
        return try await self.database.write { database in
            guard let family = try RefreshFamily.find(token, at: now, in: database) else { return .invalid }
            switch try family.state(of: token, in: database) {
            case .unused(let expiry) where expiry <= now:
                return .invalid
            case .unused:
                let salt = RefreshToken.salt()
                let next = token.successor(salt: salt)
                let expiry = now.advanced(by: options.lifetime)
                try family.markUsed(token, at: now, salt: salt, in: database)
                try family.forgetTokens(
                    usedBefore: now.advanced(by: .zero - options.grace), keeping: options.tokensPerFamily - 1, in: database)
                try family.insert(next, expiry: expiry, in: database)
                try family.extend(to: expiry, in: database)
                return .rotated(next, family.username)
            case .used(let time, let salt) where now.isWithin(options.grace, of: time):
                return .rotated(token.successor(salt: salt), family.username)
            case .used, .unknown:
                try family.revoke(in: database)
                return .reused(family.username)
            }
        }
    }

    /// Revokes the family of a token, used or not: the log-out.
    /// - Parameter text: What the client sent.
    /// - Returns: Whether there was such a family.
    @discardableResult
    package func revokeFamily(of text: String) async throws -> Bool {
        guard let token = RefreshToken(text) else { return false }
        let now = self.now
        return try await self.database.write { database in
            guard let family = try RefreshFamily.find(token, at: now, in: database) else { return false }
            try family.revoke(in: database)
            return true
        }
    }

    /// Revokes every family of a user.
    package func revokeAll(of username: Username) async throws {
        try await self.database.write { database in
            try database.execute(sql: "DELETE FROM refresh_family WHERE username = ?", arguments: [username.rawValue])
        }
    }

    /// Nanoseconds since the Unix epoch.
    private var now: Int64 { self.time.now().unixNanoseconds }
}

extension Int64 {
    /// A time in nanoseconds, moved; stops at the ends.
    fileprivate func advanced(by duration: Duration) -> Int64 {
        let (sum, overflow) = self.addingReportingOverflow(duration.nanoseconds)
        return overflow ? (duration < .zero ? .min : .max) : sum
    }

    /// Whether two times are at most so far apart, whichever is first: a clock that stepped back gives no longer grace.
    fileprivate func isWithin(_ duration: Duration, of time: Int64) -> Bool {
        let (difference, overflow) = self.subtractingReportingOverflow(time)
        return !overflow && difference.magnitude <= duration.nanoseconds.magnitude
    }
}
