/// Something in a trail that its chain says cannot be.
public struct AuditProblem: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of problem.
    public struct Kind: Sendable, Hashable, RawRepresentable {
        /// The name of the kind.
        public let rawValue: String

        /// Creates a kind.
        /// - Parameter rawValue: The name of the kind.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A line is not one of a trail.
        public static let malformed = Kind(rawValue: "malformed")
        /// A line is not what its hash says.
        public static let changed = Kind(rawValue: "changed")
        /// Lines are missing.
        public static let removed = Kind(rawValue: "removed")
        /// A line stands after one that came later, or twice.
        public static let reordered = Kind(rawValue: "reordered")
        /// A line has the right number and does not follow the line before it.
        public static let forged = Kind(rawValue: "forged")
        /// A checkpoint's signature is wrong, missing, or by another key than was expected.
        public static let signature = Kind(rawValue: "signature")
        /// The file ends within a line.
        public static let torn = Kind(rawValue: "torn")
        /// The writer found the file damaged when it started.
        public static let damaged = Kind(rawValue: "damaged")
        /// The chain does not end where it was known to end.
        public static let head = Kind(rawValue: "head")
    }

    /// What kind it is.
    public let kind: Kind
    /// The file.
    public let file: String
    /// The line in the file, from 1.
    public let line: Int
    /// One sentence for a person.
    public let detail: String

    /// A line that nothing can be asked about.
    package static func unreadable(_ line: [UInt8], file: String, number: Int) -> AuditProblem {
        let place = ChainLink(line[...]).map { ", number \($0.sequence) of the chain," } ?? ""
        return AuditProblem(kind: .malformed, file: file, line: number, detail: "the line\(place) cannot be read")
    }

    /// Where and what.
    public var description: String { "\(self.file):\(self.line): \(self.kind.rawValue): \(self.detail)" }
}
