import NexusAuth

/// The fields of an app's answers that are the same for all of them, written out once.
final class EdgeFields: Sendable {
    let cors: CORSPolicy?
    /// The security headers, the content security policy among them.
    let security: HeaderBlock
    /// The rate-limit fields of each rule; empty where they are not sent.
    let limits: [RateLimitHeaders]
    let noStore: HeaderBlock
    /// What an answer carries whose handler adds no fields of its own.
    let ofAnswers: HeaderBlock
    /// The same for an answer that is for one identity.
    let ofPrivateAnswers: HeaderBlock

    init(cors: CORSPolicy?, security: HeaderBlock, limits: [RateLimitHeaders]) {
        self.cors = cors
        self.security = security
        self.limits = limits
        self.noStore = HeaderBlock([("Cache-Control", "no-store")])
        self.ofAnswers = security + (cors?.sharedFields ?? .empty)
        self.ofPrivateAnswers = self.ofAnswers + self.noStore
    }
}
