import Foundation
import GRDB
import NexusSQLite

/// The tokens that came out of one login, within a transaction. A revoked family is deleted, and its tokens are unknown from then on.
struct RefreshFamily {
    /// What is known about a token of the family.
    enum TokenState {
        /// Good until this time.
        case unused(expiry: Int64)
        /// Used first at this time, when its successor was made with this salt.
        case used(at: Int64, salt: [UInt8])
        /// Used so long ago that it is no longer stored, or pushed out by younger ones.
        case unknown
    }

    let id: Int64
    let username: Username

    /// The family that a token claims to be of, unless it has expired.
    static func find(_ token: RefreshToken, at now: Int64, in database: Database) throws -> RefreshFamily? {
        let statement = try database.cachedStatement(
            sql: "SELECT id, username FROM refresh_family WHERE selector_hash = ? AND expires_at > ?")
        guard let row = try Row.fetchOne(statement, arguments: [Data(token.selectorHash), now]) else { return nil }
        guard let username = Username(try row.value("username")) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return RefreshFamily(id: try row.value("id"), username: username)
    }

    /// What is known about a token.
    func state(of token: RefreshToken, in database: Database) throws -> TokenState {
        let statement = try database.cachedStatement(
            sql: "SELECT expires_at, used_at, successor_salt FROM refresh_token WHERE family = ? AND token_hash = ?")
        guard let row = try Row.fetchOne(statement, arguments: [self.id, Data(token.hash)]) else { return .unknown }
        if let time: Int64 = try row.optional("used_at") {
            // A token that an older version marked as used has no salt: it has no successor that could be given again.
            let salt: Data? = try row.optional("successor_salt")
            return salt.map { .used(at: time, salt: Array($0)) } ?? .unknown
        }
        return .unused(expiry: try row.value("expires_at"))
    }

    /// Notes the first use of a token.
    /// - Parameter salt: What its successor is made with.
    func markUsed(_ token: RefreshToken, at now: Int64, salt: [UInt8], in database: Database) throws {
        let sql = "UPDATE refresh_token SET used_at = ?, successor_salt = ? WHERE family = ? AND token_hash = ?"
        try database.cachedStatement(sql: sql).execute(arguments: [now, Data(salt), self.id, Data(token.hash)])
    }

    /// Forgets used tokens whose grace is over, then as many as it takes: unused ones first, the oldest first.
    func forgetTokens(usedBefore time: Int64, keeping count: Int, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM refresh_token WHERE family = ? AND used_at < ?").execute(arguments: [self.id, time])
        let surplus = """
            DELETE FROM refresh_token WHERE id IN (
                SELECT id FROM refresh_token WHERE family = ? ORDER BY used_at IS NULL, id DESC LIMIT -1 OFFSET ?
            )
            """
        try database.cachedStatement(sql: surplus).execute(arguments: [self.id, count])
    }

    /// Adds a token.
    func insert(_ token: RefreshToken, expiry: Int64, in database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO refresh_token (family, token_hash, expires_at) VALUES (?, ?, ?)")
            .execute(arguments: [self.id, Data(token.hash), expiry])
    }

    /// Keeps the family at least until a time.
    func extend(to expiry: Int64, in database: Database) throws {
        try database.cachedStatement(sql: "UPDATE refresh_family SET expires_at = max(expires_at, ?) WHERE id = ?")
            .execute(arguments: [expiry, self.id])
    }

    /// Deletes the family and its tokens.
    func revoke(in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM refresh_family WHERE id = ?").execute(arguments: [self.id])
    }
}
