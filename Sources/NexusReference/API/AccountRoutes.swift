import HTTPTypes
package import Nexus
import NexusAuth
import NexusCore

/// Log in, refresh, log out.
struct AccountRoutes: Sendable {
    let accounts: Accounts

    func declare(on app: some RouteRegistering) {
        let accounts = self.accounts
        app.post(
            "/api/auth/login", .public, body: Credentials.self,
            metadata: .account("Log in with user name and password", errors: [401])
        ) { _, credentials in
            try await accounts.logIn(credentials)
        }
        app.post(
            "/api/auth/refresh", .public, body: RefreshRequest.self,
            metadata: .account("Exchange a refresh token for new tokens", errors: [401])
        ) { request, body in
            try await accounts.refresh(body.refreshToken, logger: request.logger)
        }
        app.post(
            "/api/auth/logout", .public, body: RefreshRequest.self,
            metadata: .account("End a session: its refresh tokens are void")
        ) { _, body in
            try await accounts.logOut(body.refreshToken)
            return ["logged_out": true]
        }
    }
}

/// The body of a login.
package struct Credentials: Codable, Sendable {
    let username: String
    let password: String
}

/// The body of a refresh or a logout.
package struct RefreshRequest: Codable, Sendable {
    let refreshToken: String

    private enum CodingKeys: String, CodingKey {
        case refreshToken = "refresh_token"
    }
}

/// What a login and a refresh answer (RFC 6749 §5.1).
package struct TokenPair: ResponseContent, Codable, Sendable {
    let accessToken: String
    let refreshToken: String
    let tokenType: String
    let expiresIn: Int64

    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
    }

    /// The pair as JSON that no cache may keep (RFC 6749 §5.1).
    package func response() throws -> Response {
        var response = try Response.json(self)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

extension RouteMetadata {
    /// Metadata of a route that takes a credential: its limit counts addresses, so that no token buys further guesses.
    fileprivate static func account(_ summary: String, errors: Set<Int> = []) -> RouteMetadata {
        var metadata = RouteMetadata.reference(summary, "accounts", errors: errors)
        metadata.isLimitedByAddress = true
        return metadata
    }
}
