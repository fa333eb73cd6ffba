import NexusCore

/// Tells what a machine made up from what a person wrote: tokens, keys and digests from words, paths and identifiers.
enum RandomLook {
    /// Characters of base64, base64url and hexadecimal, and the dot between the parts of a token.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || self.separators.contains(byte)
    }

    private static let separators: [UInt8] = Array("_-+/=.~".utf8)

    /// The secrets in a run of token characters.
    static func secrets(in run: ArraySlice<UInt8>) -> [Range<Int>] {
        guard run.count >= 12 else { return [] }
        if let token = self.token(in: run) { return [token] }
        var found: [Range<Int>] = []
        for part in run.split(separator: UInt8(ascii: ".")) {
            let pieces = part.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "~") }.filter(self.isSecret)
            if !pieces.isEmpty {
                found.append(contentsOf: pieces.map { $0.startIndex..<$0.endIndex })
            } else if part.count >= 40, part.contains(UInt8(ascii: "/")), self.isMixed(part, classes: 3, rate: 0.2) {
                found.append(part.startIndex..<part.endIndex)
            }
        }
        return found
    }

    /// A token that names itself: a JOSE object (base64url of `{"`, RFC 7515 §3.1), or a key with a known prefix.
    private static func token(in run: ArraySlice<UInt8>) -> Range<Int>? {
        for index in run.indices {
            let isStart = index == run.startIndex || !(run[index - 1].isASCIILetter || run[index - 1].isASCIIDigit)
            guard isStart else { continue }
            let rest = run[index...]
            for (prefix, minimum) in self.prefixes[Int(run[index])] where rest.starts(with: prefix) {
                let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
                if end - index >= prefix.count + minimum { return index..<end }
            }
        }
        return nil
    }

    private static func isSecret(_ piece: ArraySlice<UInt8>) -> Bool {
        if piece.count >= 20, self.isMixed(piece, classes: 3, rate: 0.2) { return true }
        if piece.count >= 16, self.hidesText(piece) { return true }
        guard piece.count >= 32, !self.isUUID(piece) else { return false }
        let letters = piece.filter { $0.isASCIILetter || $0.isASCIIDigit }
        let isDense = letters.count + 4 >= piece.count
        return isDense
            && (letters.allSatisfy { $0.hexValue != nil } && !letters.allSatisfy(\.isASCIIDigit)
                || self.isMixed(piece, classes: 2, rate: 0.2))
    }

    /// Whether this is base64 of a text. Sixteen letters that a person wrote decode to twelve printable ones once in 100,000 times.
    private static func hidesText(_ piece: ArraySlice<UInt8>) -> Bool {
        let text = piece.prefix { $0 != UInt8(ascii: "=") }.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 }
        return Base64URL.decode(text[...])?.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A } ?? false
    }

    /// Whether so many classes of characters (capitals, small letters, digits) take turns as often as chance makes them.
    ///
    /// A capital followed by small letters is how words begin and counts once at most.
    private static func isMixed(_ piece: ArraySlice<UInt8>, classes: Int, rate: Double) -> Bool {
        var seen: Set<UInt8> = []
        var turns = 0
        var count = 0
        var (previous, before): (UInt8, UInt8) = (0, 0)
        for byte in piece {
            let kind: UInt8 = byte.isASCIIUppercase ? 1 : byte.isASCIILowercase ? 2 : byte.isASCIIDigit ? 3 : 0
            if kind != 0 {
                seen.insert(kind)
                count += 1
                let beginsWord = previous == 1 && kind == 2 && before != 1
                if previous != 0, previous != kind, !beginsWord { turns += 1 }
            }
            (before, previous) = (previous, kind)
        }
        return seen.count >= classes && Double(turns) >= rate * Double(count)
    }

    private static func isUUID(_ piece: ArraySlice<UInt8>) -> Bool {
        guard piece.count == 36 else { return false }
        return piece.enumerated().allSatisfy { offset, byte in
            [8, 13, 18, 23].contains(offset) ? byte == UInt8(ascii: "-") : byte.hexValue != nil
        }
    }

    /// ``known`` by the first byte.
    private static let prefixes: [[([UInt8], Int)]] = {
        var table = [[([UInt8], Int)]](repeating: [], count: 256)
        for (prefix, minimum) in known { table[Int(prefix.utf8.first ?? 0)].append((Array(prefix.utf8), minimum)) }
        return table
    }()

    /// How well-known keys begin, and how much follows at least.
    private static let known: [(String, Int)] = [
        ("eyJ", 9), ("sk_live_", 8), ("sk_test_", 8), ("rk_live_", 8), ("rk_test_", 8), ("whsec_", 8), ("sk-", 16), ("ghp_", 8),
        ("gho_", 8),
        ("ghu_", 8), ("ghs_", 8), ("ghr_", 8), ("github_pat_", 8), ("glpat-", 8), ("xoxb-", 8), ("xoxp-", 8), ("xoxa-", 8), ("xapp-", 8),
        ("AKIA", 12), ("ASIA", 12), ("AIza", 16), ("ya29.", 8), ("npm_", 16), ("pypi-", 16), ("hf_", 16), ("dop_v1_", 8), ("shpat_", 8),
        ("SG.", 16),
    ]
}
