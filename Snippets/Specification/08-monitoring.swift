// Health probes are always there; monitoring adds metrics.
// snippet.show
import Nexus

let app = Nexus(
    enableMonitoring: true
)
try await app.start()

// Health: GET http://localhost:8000/health
