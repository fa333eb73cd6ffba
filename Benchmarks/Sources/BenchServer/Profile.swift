import NIOCore
import Nexus
import NexusCore

/// What the measured routes answer.
struct Profile: ResponseContent {
    let userID: String
    let roles: [String]

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case roles
    }

    init(userID: String, roles: [String]) {
        self.userID = userID
        self.roles = roles
    }

    init(_ identity: Identity) {
        self.init(userID: identity.userID, roles: identity.roles)
    }

    static let example = Profile(userID: "user-1", roles: ["user"])
    static let bytes = ByteBuffer(staticString: #"{"roles":["user"],"user_id":"user-1"}"#)
}
