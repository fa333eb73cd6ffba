// The content of /health, asked in the process.
// snippet.show
import Nexus

let app = Nexus()
let health = app.healthCheck()
print("Status: \(health.status)")
