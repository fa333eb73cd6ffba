// A limit for each caller, without a plugin.
// snippet.show
import Nexus

let app = Nexus(
    rateLimit: 1000  // requests a minute; 100 unless given
)
try await app.start()
