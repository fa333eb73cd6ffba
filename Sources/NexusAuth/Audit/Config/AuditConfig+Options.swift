extension AuditConfig {
    /// Where records go.
    public struct Backend: Sendable {
        package enum Kind: Sendable {
            case logging
            case database
            case custom(any AuditSink)
        }

        package let kind: Kind

        /// JSON lines: a file, or standard output.
        public static let logging = Backend(kind: .logging)
        /// An SQLite file.
        public static let database = Backend(kind: .database)
        /// The specification's name for ``database``.
        public static let dataflow = database

        /// A sink of your own.
        public static func custom(_ sink: any AuditSink) -> Backend { Backend(kind: .custom(sink)) }

        /// The backend of a name in `nexus.yaml`: `logging`, `database` or `dataflow`.
        public init?(name: String) {
            switch name {
            case "logging": self = .logging
            case "database", "dataflow": self = .database
            default: return nil
            }
        }

        private init(kind: Kind) {
            self.kind = kind
        }
    }

    /// When a request counts as recorded.
    public struct Durability: Sendable, Hashable, RawRepresentable {
        /// The name in `nexus.yaml`.
        public let rawValue: String

        /// The durability of a name in `nexus.yaml`.
        public init?(rawValue: String) {
            guard ["buffered", "durable"].contains(rawValue) else { return nil }
            self.init(name: rawValue)
        }

        private init(name: String) { self.rawValue = name }

        /// When its record waits in memory; a crash loses what was not yet written.
        public static let buffered = Durability(name: "buffered")
        /// When its record is on disk; the answer waits for it.
        public static let durable = Durability(name: "durable")
    }

    /// What happens when records come faster than they can be written.
    public struct Overflow: Sendable, Hashable, RawRepresentable {
        /// The name in `nexus.yaml`.
        public let rawValue: String

        /// The policy of a name in `nexus.yaml`.
        public init?(rawValue: String) {
            guard ["block", "shed"].contains(rawValue) else { return nil }
            self.init(name: rawValue)
        }

        private init(name: String) { self.rawValue = name }

        /// Requests wait for room: no record is lost while no more wait than may be queued (at least 4,096). Beyond that, records are given up,
        /// counted and marked as a gap.
        public static let block = Overflow(name: "block")
        /// Records are given up, counted, and the count is itself a line of the trail.
        public static let shed = Overflow(name: "shed")
    }
}
