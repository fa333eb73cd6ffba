import NexusAuth
import NexusCore
import NexusTesting
import Synchronization

/// Genuine and forged tokens, judged again and again while their provider changes its keys.
final class KeySetRotationLoad: Sendable {
    private struct Sample: Sendable {
        var token: String
        var kid: String
        var isGenuine: Bool
        var withdrawnAt: ContinuousClock.Instant?
    }

    private struct State: Sendable {
        var samples: [Sample] = []
        var wrongVerdicts: [String] = []
        var verdicts = 0
        var isOver = false
    }

    private let provider: FakeIdentityProvider
    private let forger: FakeIdentityProvider
    private let state = Mutex(State())

    /// - Parameters:
    ///   - provider: Who signs the genuine tokens.
    ///   - forger: Who signs the others, under the same names.
    init(provider: FakeIdentityProvider, forger: FakeIdentityProvider) {
        self.provider = provider
        self.forger = forger
    }

    var wrongVerdicts: [String] { self.state.withLock { $0.wrongVerdicts } }
    var verdicts: Int { self.state.withLock { $0.verdicts } }

    /// Adds a genuine token of the provider's latest key and a forged one.
    func issue(_ kid: String) throws {
        while self.forger.publishedKeys.last != kid { try self.forger.rotate(to: .edDSA) }
        let genuine = Sample(token: try self.provider.mint(subject: "u1"), kid: kid, isGenuine: true)
        let claims: JSONObject = ["iss": .string(self.provider.issuer)]
        let forged = Sample(token: try self.forger.mint(subject: "u1", claims: claims), kid: kid, isGenuine: false)
        self.state.withLock { $0.samples += [genuine, forged] }
    }

    /// Withdraws a key; from a second later on its tokens must be refused.
    func withdraw(_ kid: String) {
        self.provider.withdraw(kid)
        let now = ContinuousClock.now
        self.state.withLock { state in
            for index in state.samples.indices where state.samples[index].kid == kid { state.samples[index].withdrawnAt = now }
        }
    }

    func end() {
        self.state.withLock { $0.isOver = true }
    }

    /// Judges random tokens until the end.
    func run(_ verifier: KeySetVerifier) async {
        while let sample = self.state.withLock({ $0.isOver ? nil : $0.samples.randomElement() }) {
            let before = ContinuousClock.now
            let isAdmitted = await verifier.admits(sample.token)
            // A key may be withdrawn while its token is judged: both verdicts are right then.
            let isOwed = sample.isGenuine && sample.withdrawnAt == nil && self.provider.publishedKeys.contains(sample.kid)
            let isTooLate = sample.withdrawnAt.map { before > $0 + .seconds(1) } ?? false
            let isWrong = isAdmitted ? !sample.isGenuine || isTooLate : isOwed
            self.state.withLock { state in
                state.verdicts += 1
                if isWrong { state.wrongVerdicts.append("\(sample.kid): genuine \(sample.isGenuine), admitted \(isAdmitted)") }
            }
            // Most verdicts need no waiting: without a pause for others the tasks would keep every thread to themselves.
            await Task.yield()
        }
    }
}
