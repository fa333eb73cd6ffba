/// Writes HTML of which nothing but literals is markup: every value is escaped.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    /// Markup that stands in the source code.
    mutating func markup(_ literal: StaticString) {
        literal.withUTF8Buffer { self.bytes.append(contentsOf: $0) }
    }

    /// Text or an attribute's value in double quotes.
    ///
    /// Escaped is what can start a tag, a character reference or end a quoted value (HTML §13.1.2.3, §13.3). Control characters,
    /// which no document may hold, become U+FFFD.
    mutating func text(_ string: String) {
        for scalar in string.unicodeScalars {
            switch scalar {
            case "&": self.bytes.append(contentsOf: "&amp;".utf8)
            case "<": self.bytes.append(contentsOf: "&lt;".utf8)
            case ">": self.bytes.append(contentsOf: "&gt;".utf8)
            case "\"": self.bytes.append(contentsOf: "&quot;".utf8)
            case "'": self.bytes.append(contentsOf: "&#39;".utf8)
            case "`": self.bytes.append(contentsOf: "&#96;".utf8)
            case "\t", "\n": self.bytes.append(UInt8(ascii: scalar))
            case "\0"..<" ", "\u{7F}"..."\u{9F}": self.bytes.append(contentsOf: "\u{FFFD}".utf8)
            default: self.bytes.append(contentsOf: String(scalar).utf8)
            }
        }
    }

    /// An element with an optional class around text.
    mutating func element(_ name: StaticString, class: StaticString? = nil, _ content: String) {
        self.open(name, class: `class`)
        self.text(content)
        self.close(name)
    }

    mutating func open(_ name: StaticString, class: StaticString? = nil) {
        self.markup("<")
        self.markup(name)
        if let `class` {
            self.markup(" class=\"")
            self.markup(`class`)
            self.markup("\"")
        }
        self.markup(">")
    }

    mutating func close(_ name: StaticString) {
        self.markup("</")
        self.markup(name)
        self.markup(">")
    }
}
