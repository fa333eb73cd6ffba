/// What stands behind the shell while it runs: the app in force, and the heads of its answers.
final class MiddlewareStanding: Sendable {
    let runtime: Runtime
    let app: CompiledApp
    private let heads: AnswerHeads
    private let headsTLS: AnswerHeads

    init(_ runtime: Runtime) {
        self.runtime = runtime
        self.app = runtime.current
        self.heads = AnswerHeads(self.app.edge)
        self.headsTLS = AnswerHeads(self.app.edgeTLS)
    }

    /// Whether no reload has put another app in its place.
    var isCurrent: Bool { self.app === self.runtime.current }

    func heads(isTLS: Bool) -> AnswerHeads { isTLS ? self.headsTLS : self.heads }
}
