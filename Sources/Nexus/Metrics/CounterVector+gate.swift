extension CounterVector {
    /// The gate's decisions by stage, outcome and cause.
    /// - Parameter decisions: Every decision the gate can take; its position is the index to count it with.
    package static func gateDecisions(_ decisions: [(stage: String, outcome: String, cause: String)]) -> CounterVector {
        CounterVector(
            "nexus_gate_decisions",
            help: "Decisions of the gate.",
            labelNames: ["stage", "outcome", "cause"],
            series: decisions.map { [$0.stage, $0.outcome, $0.cause] }
        )
    }
}
