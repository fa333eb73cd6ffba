import Foundation
import GRDB
package import NexusCore
import NexusSQLite

/// The local accounts of the reference API.
package struct UserStore: Sendable {
    private let database: ReferenceDatabase
    private let hasher: PasswordHasher

    /// Creates a store.
    /// - Parameters:
    ///   - database: The open database.
    ///   - hasher: Hashes the passwords.
    package init(database: ReferenceDatabase, hasher: PasswordHasher) {
        self.database = database
        self.hasher = hasher
    }

    /// Adds an account.
    /// - Parameters:
    ///   - username: Its name; the case of letters does not count.
    ///   - password: Its password.
    ///   - tenant: The tenant it belongs to, if any.
    ///   - roles: Its roles.
    /// - Throws: ``AccountError``, ``StorageError``, or ``Rejection`` 503 when too many passwords are being hashed.
    @discardableResult
    package func add(_ username: String, password: String, tenant: TenantID?, roles: [String]) async throws -> User {
        guard let name = Username(username) else { throw AccountError.malformedUsername }
        let roleList = try String(decoding: JSONEncoder().encode(roles), as: UTF8.self)
        let user = try await User(username: name, tenant: tenant, roles: roles, passwordHash: self.hasher.hash(password))
        let isNew = try await self.database.write { database in
            try database.execute(
                sql: "INSERT INTO account (username, tenant, roles, password_hash) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [name.rawValue, tenant?.rawValue, roleList, user.passwordHash.encoded])
            return database.changesCount > 0
        }
        guard isNew else { throw AccountError.usernameTaken }
        return user
    }

    /// The account with a name.
    package func find(_ username: String) async throws -> User? {
        // A malformed name is looked up too: every name takes the same way.
        let name = Username(username)?.rawValue ?? ""
        return try await self.database.read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT username, tenant, roles, password_hash FROM account WHERE username = ?")
            return try Row.fetchOne(statement, arguments: [name]).map(User.init(row:))
        }
    }

    /// The account that a name and a password belong to.
    ///
    /// An unknown name takes the same way as a wrong password: one look-up, one derivation, one comparison.
    /// - Throws: ``StorageError``, or ``Rejection`` 503 when too many passwords are being hashed.
    package func verify(_ username: String, password: String) async throws -> User? {
        let user = try await self.find(username)
        return try await self.hasher.matches(password, user?.passwordHash) ? user : nil
    }

    /// Removes an account, and every refresh token of it.
    /// - Returns: Whether there was one.
    package func remove(_ username: String) async throws -> Bool {
        guard let name = Username(username) else { return false }
        return try await self.database.write { database in
            try database.execute(sql: "DELETE FROM account WHERE username = ?", arguments: [name.rawValue])
            return database.changesCount > 0
        }
    }
}

extension User {
    fileprivate init(row: Row) throws {
        let tenant: String? = try row.optional("tenant")
        let tenantID = tenant.flatMap(TenantID.init(verified:))
        guard let username = Username(try row.value("username")),
            let passwordHash = PasswordHash(parsing: try row.value("password_hash")),
            let roles = try? JSONDecoder().decode([String].self, from: Data(row.value("roles", as: String.self).utf8)),
            (tenant == nil) == (tenantID == nil)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        self.init(username: username, tenant: tenantID, roles: roles, passwordHash: passwordHash)
    }
}
