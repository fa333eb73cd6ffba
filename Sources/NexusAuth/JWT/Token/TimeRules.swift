/// When a token is valid, in whole seconds (RFC 7519 §4.1.4 to §4.1.6).
struct TimeRules: Sendable {
    /// How far the clocks may be apart.
    let leeway: Int64
    /// Whether `exp` must be there and is judged.
    let requiresExpiry: Bool
    /// How long after `iat` a token is accepted; not judged when nil.
    let maximumAge: Int64?

    /// Judges everything but the expiry.
    ///
    /// An `iat` in the future is refused only where the age counts: it would stretch it.
    func checkStart(_ times: TokenTimes, at now: Int64) throws(TokenFailure) {
        if self.requiresExpiry, times.expiresAt == nil { throw TokenFailure(.badClaim, "exp is missing") }
        if let notBefore = times.notBefore, notBefore > self.later(now, by: self.leeway) {
            throw TokenFailure(.notYetValid, "the token is not valid yet")
        }
        guard let maximumAge = self.maximumAge else { return }
        guard let issuedAt = times.issuedAt else { throw TokenFailure(.badClaim, "iat is missing, and the age is limited") }
        guard issuedAt <= self.later(now, by: self.leeway) else { throw TokenFailure(.notYetValid, "the token is from the future") }
        guard now <= self.later(self.later(issuedAt, by: maximumAge), by: self.leeway) else {
            throw TokenFailure(.tooOld, "the token is older than allowed")
        }
    }

    /// Judges the expiry: at `exp` plus leeway the token is no longer valid.
    func checkExpiry(_ times: TokenTimes, at now: Int64) throws(TokenFailure) {
        guard self.requiresExpiry, let expiresAt = times.expiresAt else { return }
        guard now < self.later(expiresAt, by: self.leeway) else { throw TokenFailure(.expired, "the token has expired") }
    }

    private func later(_ time: Int64, by seconds: Int64) -> Int64 {
        let (sum, overflow) = time.addingReportingOverflow(seconds)
        return overflow ? .max : sum
    }
}
