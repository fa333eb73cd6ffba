extension JWTConfig {
    /// Bounds on what tokens may cost.
    public struct Limits: Sendable, Hashable {
        /// Bytes of a token; larger ones are refused unread. Default 8192.
        public var maximumTokenSize: Int
        /// Verified tokens remembered; 0 remembers none. Default 10,000.
        public var cachedTokens: Int
        /// Bytes of the remembered tokens and of what was read from them, estimated. Default 16 MiB.
        public var cachedBytes: Int

        /// Creates limits.
        /// - Parameters:
        ///   - maximumTokenSize: Bytes of a token.
        ///   - cachedTokens: Verified tokens remembered; 0 remembers none.
        ///   - cachedBytes: Bytes of the remembered tokens and of what was read from them, estimated.
        public init(maximumTokenSize: Int = 8192, cachedTokens: Int = 10_000, cachedBytes: Int = 16_777_216) {
            self.maximumTokenSize = maximumTokenSize
            self.cachedTokens = cachedTokens
            self.cachedBytes = cachedBytes
        }
    }
}
