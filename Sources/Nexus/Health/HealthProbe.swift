/// The questions that an orchestrator asks.
package enum HealthProbe: String, Sendable, Hashable, CaseIterable {
    /// `/health`: how are you and what you need?
    case health
    /// `/healthz`: should you be kept running?
    case live = "healthz"
    /// `/readyz`: should requests be sent to you?
    case ready = "readyz"
    /// `/startup`: are you up yet?
    case startup
}
