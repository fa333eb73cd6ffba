/// What a key's value consists of.
enum ValueShape: Sendable, Hashable {
    /// One text.
    case scalar
    /// A list of texts; in the environment separated by commas.
    case list
    /// One text, or a list.
    case scalarOrList
    /// A structure; in the environment as YAML in braces or brackets.
    case structure
}
