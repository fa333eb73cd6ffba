/// A value of a YAML document, with the line it stands on. Scalars are texts: what a text means, its key decides.
indirect enum YAMLNode: Sendable, Hashable {
    /// No value: nothing, `null` or `~`, not in quotes.
    case null(line: Int)
    /// A text.
    case scalar(String, line: Int)
    /// A list.
    case list([YAMLNode], line: Int)
    /// Keys, each once, in the order written.
    case mapping([Member], line: Int)

    /// A key and its value.
    struct Member: Sendable, Hashable {
        let key: String
        let line: Int
        let value: YAMLNode
    }

    /// The line it stands on, counted from 1.
    var line: Int {
        switch self {
        case .null(let line), .scalar(_, let line), .list(_, let line), .mapping(_, let line): line
        }
    }

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .null: "no value"
        case .scalar: "one value"
        case .list: "a list"
        case .mapping: "keys"
        }
    }
}
