internal import NexusCore

/// Reads an identity out of verified claims. A claim of the wrong type refuses the token: guessing what it meant is how rights appear.
struct ClaimReader: Sendable {
    /// Longest user identifier accepted, in bytes.
    static let maximumUserIDLength = 255

    private let userID: ClaimPath
    private let roles: ClaimPath
    private let permissions: ClaimPath
    private let tenant: ClaimPath
    private let email: ClaimPath

    init(_ mapping: ClaimMapping) {
        self.userID = ClaimPath(mapping.userID)
        self.roles = ClaimPath(mapping.roles)
        self.permissions = ClaimPath(mapping.permissions)
        self.tenant = ClaimPath(mapping.tenantPath)
        self.email = ClaimPath(mapping.email)
    }

    func identity(from claims: JSONObject) throws(TokenFailure) -> Identity {
        if claims["token_type"] == .string("refresh") { throw TokenFailure(.refreshToken, "a refresh token opens no route") }
        return Identity(
            userID: try self.userID(in: claims),
            issuer: claims["iss"]?.stringValue,
            email: try self.email(in: claims),
            roles: try self.roles(in: claims),
            permissions: try self.permissions(in: claims),
            tenantClaim: try self.tenant(in: claims),
            claims: claims
        )
    }

    private func userID(in claims: JSONObject) throws(TokenFailure) -> String {
        guard case .string(let userID)? = self.userID.value(in: claims) else {
            throw TokenFailure(.badClaim, "the user claim is not a string")
        }
        guard !userID.isEmpty, userID.utf8.count <= Self.maximumUserIDLength, userID.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw TokenFailure(.badClaim, "the user claim is empty, too long or has control characters")
        }
        return userID
    }

    private func roles(in claims: JSONObject) throws(TokenFailure) -> [String] {
        switch self.roles.value(in: claims) {
        case nil: return []
        case .string(let role): return [role]
        case .array(let elements): return try Self.strings(elements, "the roles claim is not an array of strings")
        default: throw TokenFailure(.badClaim, "the roles claim is neither an array nor a string")
        }
    }

    private func permissions(in claims: JSONObject) throws(TokenFailure) -> [String] {
        switch self.permissions.value(in: claims) {
        case nil: return []
        case .string(let list): return list.split(separator: " ").map(String.init)
        case .array(let elements): return try Self.strings(elements, "the permissions claim is not an array of strings")
        default: throw TokenFailure(.badClaim, "the permissions claim is neither an array nor a string")
        }
    }

    private func tenant(in claims: JSONObject) throws(TokenFailure) -> String? {
        switch self.tenant.value(in: claims) {
        case nil: return nil
        case .string(let tenant): return tenant
        default: throw TokenFailure(.badClaim, "the tenant claim is not a string")
        }
    }

    private func email(in claims: JSONObject) throws(TokenFailure) -> String? {
        switch self.email.value(in: claims) {
        case nil, .null?: return nil
        case .string(let email): return email
        default: throw TokenFailure(.badClaim, "the e-mail claim is not a string")
        }
    }

    private static func strings(_ elements: [JSONValue], _ reason: String) throws(TokenFailure) -> [String] {
        var strings: [String] = []
        strings.reserveCapacity(elements.count)
        for element in elements {
            guard case .string(let string) = element else { throw TokenFailure(.badClaim, reason) }
            strings.append(string)
        }
        return strings
    }
}
