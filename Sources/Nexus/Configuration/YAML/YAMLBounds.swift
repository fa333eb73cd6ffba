/// What is refused before a YAML parser sees it: input that would cost it much more than its size.
enum YAMLBounds {
    /// Most bytes of a document.
    static let maximumSize = 1_048_576
    /// Most columns in front of a line's first word: each level of a block takes at least one.
    static let maximumIndentation = 64
    /// Most lists and mappings in brackets that are open at a time.
    static let maximumFlowDepth = 32
    /// Most values of a document.
    static let maximumNodes = 50_000

    /// Looks through a document once, without understanding it: quotes and comments count like everything else. What slips through
    /// meets the parser's own limit of 1000 levels.
    /// - Returns: What is wrong and the line it is on, or nothing.
    static func violation(in text: String) -> (line: Int, reason: String)? {
        guard text.utf8.count <= self.maximumSize else { return (1, "is larger than \(self.maximumSize) bytes") }
        var scan = Scan()
        for scalar in text.unicodeScalars {
            scan.take(scalar)
            if scan.indentation > self.maximumIndentation {
                return (scan.line, "is indented by more than \(self.maximumIndentation) columns")
            }
            if scan.flowDepth > self.maximumFlowDepth { return (scan.line, "has more than \(self.maximumFlowDepth) brackets open") }
        }
        if let line = scan.anchorLine, scan.hasAlias { return (line, YAMLReader.noAnchors) }
        return nil
    }

    private struct Scan {
        var line = 1
        var indentation = 0
        var flowDepth = 0
        var anchorLine: Int?
        var hasAlias = false
        private var isAtStart = true
        private var previous: Unicode.Scalar = "\n"
        /// What stands in front of the word that is being read.
        private var separator: Unicode.Scalar = "\n"
        /// The last scalar that is not blank.
        private var last: Unicode.Scalar = "\n"

        mutating func take(_ scalar: Unicode.Scalar) {
            defer { self.remember(scalar) }
            switch scalar {
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                if !(scalar == "\n" && self.previous == "\r") { self.line += 1 }
                self.indentation = 0
                self.isAtStart = true
            case " ", "\t", "-", "?", ":":
                if self.isAtStart { self.indentation += 1 }
                self.reference(scalar)
            default:
                self.isAtStart = false
                self.bracket(scalar)
                self.reference(scalar)
            }
        }

        private mutating func bracket(_ scalar: Unicode.Scalar) {
            switch scalar {
            case "[", "{": self.flowDepth += 1
            case "]", "}": self.flowDepth = max(0, self.flowDepth - 1)
            default: break
            }
        }

        /// `&name` behind a blank or an indicator, and `*name` where a value may begin: behind an indicator, whatever blanks there are.
        private mutating func reference(_ scalar: Unicode.Scalar) {
            guard Self.isName(scalar) else { return }
            if self.previous == "&", self.anchorLine == nil, Self.isBlank(self.separator) || Self.isIndicator(self.separator) {
                self.anchorLine = self.line
            }
            if self.previous == "*", Self.isIndicator(self.separator) || Self.isBlank(self.separator) && Self.isIndicator(self.last) {
                self.hasAlias = true
            }
        }

        private mutating func remember(_ scalar: Unicode.Scalar) {
            if scalar == "&" || scalar == "*" { self.separator = self.previous } else if !Self.isBlank(scalar) { self.last = scalar }
            self.previous = scalar
        }

        private static func isName(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
            default: false
            }
        }

        private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

        private static func isIndicator(_ scalar: Unicode.Scalar) -> Bool {
            "\n\r\u{85}\u{2028}\u{2029}[{,:-?".unicodeScalars.contains(scalar)
        }
    }
}
