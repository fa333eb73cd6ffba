import Logging
import NexusCore

/// Who may log in, and the tokens they get.
package struct Accounts: Sendable {
    let users: UserStore
    let refreshTokens: RefreshTokenStore
    let minter: CurrentMinter
    let lifetime: Int64

    /// Creates the accounts.
    /// - Parameters:
    ///   - minter: Makes the access tokens; a reload puts another one in.
    ///   - lifetime: How long an access token is valid, in seconds.
    package init(users: UserStore, refreshTokens: RefreshTokenStore, minter: CurrentMinter, lifetime: Int64 = 900) {
        self.users = users
        self.refreshTokens = refreshTokens
        self.minter = minter
        self.lifetime = lifetime
    }

    func logIn(_ credentials: Credentials) async throws -> TokenPair {
        try self.requireMinter()
        guard let user = try await self.users.verify(credentials.username, password: credentials.password) else {
            throw Rejection.invalidCredentials
        }
        return try self.pair(for: user, try await self.refreshTokens.issue(to: user.username))
    }

    func refresh(_ token: String, logger: Logger) async throws -> TokenPair {
        // Before the token is used: without new ones it would be lost.
        try self.requireMinter()
        switch try await self.refreshTokens.refresh(token) {
        case .rotated(let next, let username):
            guard let user = try await self.users.find(username.rawValue) else { throw Rejection.invalidCredentials }
            return try self.pair(for: user, next)
        case .reused(let username):
            logger.warning("a refresh token came back after it was used; its session is void", metadata: ["user": "\(username)"])
            throw Rejection.invalidCredentials
        case .invalid:
            throw Rejection.invalidCredentials
        }
    }

    func logOut(_ token: String) async throws {
        try await self.refreshTokens.revokeFamily(of: token)
    }

    private func requireMinter() throws { _ = try self.minter.current() }

    private func pair(for user: User, _ refreshToken: RefreshToken) throws -> TokenPair {
        let token = try self.minter.current().mint(
            subject: user.username.rawValue, roles: user.roles, tenant: user.tenant?.rawValue, lifetime: self.lifetime)
        return TokenPair(accessToken: token, refreshToken: refreshToken.text, tokenType: "Bearer", expiresIn: self.lifetime)
    }
}

extension Rejection {
    /// 401: whichever of the pair was wrong.
    static let invalidCredentials = Rejection(
        status: 401, code: .invalidCredentials, detail: "The user name or the password is wrong.", challenge: .bearer)
}
