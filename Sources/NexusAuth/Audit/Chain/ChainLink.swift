/// What stands at the end of a line: its number, the hash before, its own hash and, of a checkpoint, the signature.
///
/// Read from the end backwards by position, without a JSON parser: no value inside the line can pose as one of them.
package struct ChainLink: Sendable {
    /// The line's number.
    package let sequence: UInt64
    /// The hash of the line before.
    package let previous: LineHash
    /// The hash that the line claims to have.
    package let hash: LineHash
    /// The bytes that the hash is over.
    package let hashed: ArraySlice<UInt8>
    /// The signature and the bytes it is over, of a checkpoint.
    package let signature: (text: String, signed: ArraySlice<UInt8>)?

    /// Reads the end of a line.
    /// - Parameter line: The line without its newline.
    package init?(_ line: ArraySlice<UInt8>) {
        guard let (hashed, hash) = Self.member("hash", length: 64, endingWith: "\"}", of: line), let hash = LineHash(reading: hash) else {
            return nil
        }
        var rest = hashed
        var signature: (String, ArraySlice<UInt8>)?
        if let (signed, text) = Self.member("signature", length: CheckpointSigner.signatureLength, endingWith: "\"", of: rest) {
            signature = (String(decoding: text, as: UTF8.self), signed)
            rest = signed
        }
        guard let (numbered, previous) = Self.member("prev", length: 64, endingWith: "\"", of: rest),
            let previous = LineHash(reading: previous),
            let sequence = Self.number(endingIn: numbered)
        else { return nil }
        self.sequence = sequence
        self.previous = previous
        self.hash = hash
        self.hashed = hashed
        self.signature = signature
    }

    /// Whether the line hashes to what it claims.
    package var isWhole: Bool { LineHash(of: self.hashed) == self.hash }

    private static func member(
        _ name: String,
        length: Int,
        endingWith end: String,
        of line: ArraySlice<UInt8>
    ) -> (before: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        let opening = Array(",\"\(name)\":\"".utf8)
        guard line.count > opening.count + length + end.utf8.count, line.suffix(end.utf8.count).elementsEqual(end.utf8) else { return nil }
        let valueEnd = line.endIndex - end.utf8.count
        let start = valueEnd - length - opening.count
        guard line[start..<(start + opening.count)].elementsEqual(opening) else { return nil }
        return (line[..<start], line[(valueEnd - length)..<valueEnd])
    }

    private static func number(endingIn line: ArraySlice<UInt8>) -> UInt64? {
        let digits = line.suffix(20).reversed().prefix(while: \.isASCIIDigit).count
        let opening = line.dropLast(digits)
        guard digits > 0, opening.suffix(7).elementsEqual(",\"seq\":".utf8), line[opening.endIndex] != UInt8(ascii: "0") else { return nil }
        return UInt64(String(decoding: line[opening.endIndex...], as: UTF8.self))
    }
}
