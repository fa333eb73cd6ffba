/// A value as it was written, before its key's format has judged it.
enum WrittenValue: Sendable, Hashable {
    /// `null`.
    case null
    /// A text.
    case text(String)
    /// A text in which nothing is a reference: the content of a secret's file.
    case verbatim(String)
    /// A list of texts.
    case list([String])
    /// Keys that the operator names, such as roles.
    case tree(YAMLNode)

    /// The value of a node.
    init(_ node: YAMLNode) {
        switch node {
        case .null: self = .null
        case .scalar(let text, _): self = .text(text)
        case .mapping: self = .tree(node)
        case .list(let elements, _):
            let texts = elements.compactMap { element in if case .scalar(let text, _) = element { text } else { nil } }
            self = texts.count == elements.count ? .list(texts) : .tree(node)
        }
    }

    /// What it is, for messages that must not show it.
    var kind: String {
        switch self {
        case .null: "no value"
        case .text, .verbatim: "one value"
        case .list: "a list"
        case .tree(let node): node.kind
        }
    }
}
