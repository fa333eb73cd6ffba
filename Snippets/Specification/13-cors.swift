// Which web pages may call the API.
// snippet.show
import Nexus

let app = Nexus(
    corsOrigins: ["https://app.example.com"],
    corsAllowCredentials: false
)
try await app.start()
