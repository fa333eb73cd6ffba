import ArgumentParser
import Nexus
import NexusAuth
import NexusCore
import NexusSQLite

/// `nexus audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check, follow and search the audit trail.", subcommands: [Verify.self, Tail.self, Search.self])

    /// Which file is read.
    struct Source: ParsableArguments {
        @OptionGroup var options: ConfigurationOptions
        @Option(name: .long, help: "The audit file; the configured one where it is left out.") var file: String?

        func trail() throws -> AuditTrailFile {
            let audit = self.file == nil ? try self.options.load().configuration.audit : nil
            guard let path = self.file ?? audit?.path else {
                throw CommandError("the configuration names no audit file; pass --file")
            }
            if case .database? = audit?.backend.kind { return .table(try SQLiteAuditReader(path: path)) }
            return try AuditTrailFile(path: path)
        }

        /// The public key of the configured `signing_key`, where the trail is the configured one or a configuration was named.
        func configuredPublicKey() throws -> String? {
            guard self.file == nil || self.options.config != nil else { return nil }
            guard let secret = try self.options.load().configuration.audit?.signingKey else { return nil }
            return try CheckpointSigner(secret: secret).publicKey
        }
    }

    /// What is looked for.
    struct Filter: ParsableArguments {
        @Option(name: .long, help: "Records of this user.") var user: String?
        @Option(name: .long, help: "Records of this tenant.") var tenant: String?
        @Option(name: .long, help: "Records of this route template.") var route: String?
        @Option(name: .long, help: "Records with this outcome: \(Self.outcomes.joined(separator: ", ")).") var outcome: String?
        @Option(name: .long, help: "Records with this status.") var status: Int?
        @Option(name: .long, help: "The record of this request.") var requestID: String?
        @Option(name: .long, help: "Records from this time on, as 2026-01-31T12:00:00Z.") var from: String?
        @Option(name: .long, help: "Records before this time.") var until: String?

        static let outcomes = ["admitted", "rejected", "failed", "cancelled", "answered"]

        func validate() throws {
            guard self.outcome.map(Self.outcomes.contains) ?? true else {
                throw ValidationError("--outcome is one of \(Self.outcomes.joined(separator: ", "))")
            }
        }

        func query() throws -> AuditQuery {
            var query = AuditQuery()
            query.userID = self.user
            query.tenant = self.tenant
            query.route = self.route
            query.outcome = self.outcome.map { AuditDecision.Outcome(rawValue: $0) }
            query.status = self.status.map { $0...$0 }
            query.requestID = self.requestID
            query.from = try self.from.map(Self.time)
            query.until = try self.until.map(Self.time)
            return query
        }

        private static func time(_ text: String) throws -> Int64 {
            guard let time = RFC3339.parse(text) else { throw ValidationError("\(text) is not a time like 2026-01-31T12:00:00Z") }
            return time
        }
    }

    /// `nexus audit verify`
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Find any changed, removed or reordered record; exit 1 when there is one.")

        @OptionGroup var source: Source
        @Option(
            name: .customLong("public-key"),
            help:
                "The key that all checkpoints must be signed with, in base64url; given again, the one that came after it. Left out, it is that of the configured signing_key, from the first checkpoint on that it signed."
        )
        var publicKeys: [String] = []
        @Option(name: .long, help: "A head that was kept elsewhere, as it was printed: \"head: NUMBER HASH\".", transform: Self.head)
        var head: AuditVerification.Head?

        static func head(_ text: String) throws -> AuditVerification.Head {
            let words = text.split(separator: " ").drop { $0 == "head:" }
            guard words.count == 2, let sequence = words.first.flatMap({ UInt64($0) }), let hash = words.last, hash.utf8.count == 64 else {
                throw ValidationError("it is what verify printed: head: NUMBER HASH")
            }
            return AuditVerification.Head(sequence: sequence, hash: String(hash))
        }

        func run() async throws {
            let keys = self.publicKeys.isEmpty ? try self.source.configuredPublicKey().map { [$0] } ?? [] : self.publicKeys
            let verifier = AuditVerifier(publicKeys: keys, acceptsEarlierKeys: self.publicKeys.isEmpty, head: self.head)
            let result = try self.source.trail().verify(verifier)
            for problem in result.problems { print(problem) }
            for notice in result.notices { print("notice: \(notice)") }
            for range in result.uncertain { print("notice: a failed sync may have lost lines \(range.lowerBound) to \(range.upperBound)") }
            print(
                "\(result.lines) lines, \(result.requests) requests, \(result.signedCheckpoints) signed checkpoints, "
                    + "\(result.unvouchedLines) lines after the last of them; \(result.problemCount) problems"
            )
            for signer in result.signers.sorted() { print("signed by: \(signer)") }
            if let head = result.head { print("head: \(head.sequence) \(head.hash)") }
            guard result.isIntact else { throw ExitCode.failure }
        }
    }

    /// `nexus audit tail`
    struct Tail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tail", abstract: "Print the last records, then new ones as they come.")

        @OptionGroup var source: Source
        @OptionGroup var filter: Filter
        @Option(name: [.customShort("n"), .long], help: "How many records to begin with.") var lines = 10
        @Flag(name: .long, help: "Stop after the last record.") var noFollow = false

        func run() async throws {
            try await self.source.trail().tail(self.lines, try self.filter.query(), follows: !self.noFollow) { print($0.text) }
        }
    }

    /// `nexus audit search`
    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "search", abstract: "Print the records that match.")

        @OptionGroup var source: Source
        @OptionGroup var filter: Filter

        func run() async throws {
            try self.source.trail().search(try self.filter.query()) { print($0.text) }
        }
    }
}
