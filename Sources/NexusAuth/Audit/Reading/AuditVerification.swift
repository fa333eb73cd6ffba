/// What the verifier found.
public struct AuditVerification: Sendable, Hashable {
    /// A place in a chain.
    public struct Head: Sendable, Hashable {
        /// The number of a line.
        public let sequence: UInt64
        /// Its hash: 64 hexadecimal digits.
        public let hash: String

        /// Creates a place.
        public init(sequence: UInt64, hash: String) {
            self.sequence = sequence
            self.hash = hash
        }
    }

    /// How many problems are kept; ``problemCount`` counts all.
    public static let maximumProblems = 1000

    /// Lines read.
    public internal(set) var lines = 0
    /// Records of requests among them.
    public internal(set) var requests = 0
    /// Checkpoints whose signature is right.
    public internal(set) var signedCheckpoints = 0
    /// Checkpoints without a signature.
    public internal(set) var unsignedCheckpoints = 0
    /// The public keys that signed, in base64url.
    public internal(set) var signers: Set<String> = []
    /// Lines after the last signed checkpoint: whoever can write the file could have removed or rewritten these without a trace.
    public internal(set) var unvouchedLines = 0
    /// Records that the trail itself says it gave up.
    public internal(set) var shed: UInt64 = 0
    /// Ranges of lines of which the trail itself says that a failed sync may have lost some.
    public internal(set) var uncertain: [ClosedRange<UInt64>] = []
    /// The number of the first line; more than 1 when older files were removed.
    public internal(set) var firstSequence: UInt64?
    /// The end of the chain. Keep it elsewhere, and a later verification can tell whether the end was cut off.
    public internal(set) var head: Head?
    /// What is not wrong and may look so: a line that is being written.
    public internal(set) var notices: [AuditProblem] = []
    /// What is wrong, the first ``maximumProblems``.
    public internal(set) var problems: [AuditProblem] = []
    /// How many things are wrong.
    public internal(set) var problemCount = 0

    /// Whether nothing is wrong.
    public var isIntact: Bool { self.problemCount == 0 }
}
