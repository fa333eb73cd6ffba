/// A value that must not be printed, given in place or by reference.
///
/// In Swift: `.environment("JWT_SECRET")`, `.file("/run/secrets/jwt")`, `.value(…)`. As text (a literal, or in `nexus.yaml`):
/// `${JWT_SECRET}`, `file:/run/secrets/jwt`, anything else is the value itself. Descriptions never show it.
public struct Secret: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible, CustomDebugStringConvertible {
    package enum Source: Sendable, Hashable {
        case value([UInt8])
        case environment(String)
        case file(String)
    }

    package let source: Source

    private init(_ source: Source) {
        self.source = source
    }

    /// The secret itself.
    /// - Parameter text: Its bytes in UTF-8.
    public static func value(_ text: String) -> Secret { Secret(.value(Array(text.utf8))) }

    /// The secret itself, as bytes.
    public static func bytes(_ bytes: [UInt8]) -> Secret { Secret(.value(bytes)) }

    /// The value of an environment variable, read when the configuration is validated.
    public static func environment(_ name: String) -> Secret { Secret(.environment(name)) }

    /// The content of a file without its trailing newline, read when the configuration is validated.
    public static func file(_ path: String) -> Secret { Secret(.file(path)) }

    /// Reads the textual form: `${NAME}`, `file:PATH`, or the value itself.
    public init(parsing text: String) {
        if text.hasPrefix("${"), text.hasSuffix("}") {
            self.init(.environment(String(text.dropFirst(2).dropLast())))
        } else if text.hasPrefix("file:") {
            self.init(.file(String(text.dropFirst("file:".count))))
        } else {
            self.init(.value(Array(text.utf8)))
        }
    }

    /// Reads the textual form.
    public init(stringLiteral value: String) { self.init(parsing: value) }

    /// Where the secret comes from, never what it is.
    public var description: String {
        switch self.source {
        case .value: "(secret)"
        case .environment(let name): "${\(name)}"
        case .file(let path): "file:\(path)"
        }
    }

    /// Where the secret comes from, never what it is.
    public var debugDescription: String { self.description }
}

extension Secret: CustomReflectable {
    /// Nothing: neither `dump` nor a debugger's mirror shows the bytes.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
