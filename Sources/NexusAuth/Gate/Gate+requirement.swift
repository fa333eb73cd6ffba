import NexusCore

extension Gate {
    func checkRequirement(_ evaluation: inout Evaluation) -> Step {
        guard case .restricted(let requirement) = evaluation.policy.access else {
            evaluation.note(.requirement, "the route is open")
            return .next
        }
        guard let principal = evaluation.principal else {
            // Unreachable while the token stage refuses; kept so that no order of stages can open a restricted route.
            evaluation.refuse(.missingToken, at: .requirement, because: "no identity")
            return .refused
        }
        switch requirement.evaluate(principal.grants, answers: evaluation.knowledge.checks) {
        case .allowed(let shadowed):
            evaluation.shadowed += shadowed
            evaluation.note(.requirement, "met: \(requirement.description)")
            for rule in shadowed { evaluation.note(.requirement, "would be refused were it not in shadow: \(rule)") }
            return .next
        case .denied(let rule):
            evaluation.refuse(.forbidden, at: .requirement, because: "not met: " + rule)
            return .refused
        case .undecided(let index):
            let context = AccessContext(
                identity: principal.identity, tenant: evaluation.tenant, parameters: evaluation.facts.parameters)
            return .wait(.check(index, requirement.checks[index], context))
        }
    }
}
