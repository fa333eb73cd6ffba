import NexusCore

/// The head of a chain of lines, and how a line is linked to it.
///
/// A value: a writer seals a batch with a copy and keeps the copy only when the batch has been written.
package struct AuditChain: Sendable, Hashable {
    /// The number of the last line; 0 before the first.
    package private(set) var sequence: UInt64
    /// The hash of the last line.
    package private(set) var hash: LineHash

    /// A chain that begins, or goes on after a line.
    package init(sequence: UInt64 = 0, hash: LineHash = .none) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Links an object to the chain and appends it as a line, with its newline.
    /// - Parameters:
    ///   - json: A JSON object with at least one member.
    ///   - signer: Signs the line, if it is a checkpoint.
    ///   - output: Where the line goes.
    package mutating func seal(_ json: [UInt8], signer: CheckpointSigner? = nil, into output: inout [UInt8]) {
        let start = output.count
        output.append(contentsOf: json.dropLast())
        output.append(contentsOf: ",\"seq\":".utf8)
        output.append(decimal: Int64(clamping: self.sequence &+ 1))
        output.append(contentsOf: ",\"prev\":\"".utf8)
        self.hash.append(to: &output)
        output.append(UInt8(ascii: "\""))
        if let signature = signer?.signature(of: output[start...]) {
            output.append(contentsOf: ",\"signature\":\"".utf8)
            output.append(contentsOf: signature.utf8)
            output.append(UInt8(ascii: "\""))
        }
        let hash = LineHash(of: output[start...])
        output.append(contentsOf: ",\"hash\":\"".utf8)
        hash.append(to: &output)
        output.append(contentsOf: "\"}\n".utf8)
        self.sequence &+= 1
        self.hash = hash
    }

    /// Appends a checkpoint: a line that vouches, by its signature, for every line before it.
    package mutating func sealCheckpoint(at nanoseconds: Int64, signer: CheckpointSigner?, into output: inout [UInt8]) {
        var writer = JSONWriter()
        writer.beginLine(.checkpoint, at: nanoseconds)
        writer.member("algorithm", signer == nil ? "none" : "Ed25519")
        writer.member("public_key", ifPresent: signer?.publicKey)
        writer.endObject()
        self.seal(writer.bytes, signer: signer, into: &output)
    }
}
