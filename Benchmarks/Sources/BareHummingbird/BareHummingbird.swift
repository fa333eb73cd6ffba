import Hummingbird
import Logging

/// Hummingbird's own application with one route and nothing in front of it.
@main
struct BareHummingbird {
    struct Profile: ResponseEncodable {
        let userID: String
        let roles: [String]

        enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case roles
        }
    }

    static func main() async throws {
        var logger = Logger(label: "bare")
        logger.logLevel = .error
        let router = Router()
        router.get("/profile") { _, _ in Profile(userID: "user-1", roles: ["user"]) }
        router.get("/bytes") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(staticString: #"{"roles":["user"],"user_id":"user-1"}"#)))
        }
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 18_202
        let app = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1_024),
            logger: logger
        )
        try await app.runService()
    }
}
