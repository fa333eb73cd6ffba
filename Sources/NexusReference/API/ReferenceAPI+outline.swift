import Foundation
import NIOPosix

extension ReferenceAPI {
    /// The same routes for commands that only look at them: their database is a file that is gone when it is opened.
    /// - Parameter minter: Makes the tokens of a login, where the app signs its own.
    package static func outline(minter: TokenMinter?) throws -> ReferenceAPI {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nexus-outline-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try ReferenceDatabase(path: folder.appendingPathComponent("outline.sqlite").path)
        let accounts = minter.map {
            Accounts(users: .reference(database), refreshTokens: RefreshTokenStore(database: database), minter: CurrentMinter($0))
        }
        return ReferenceAPI(articles: ArticleStore(database: database), accounts: accounts)
    }
}

extension UserStore {
    /// The users of the reference API, with scrypt on NIO's threads.
    package static func reference(_ database: ReferenceDatabase) -> UserStore {
        UserStore(database: database, hasher: PasswordHasher(pool: .singleton))
    }
}
