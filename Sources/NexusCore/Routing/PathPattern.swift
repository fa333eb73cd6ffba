/// A pattern over routes, as `route_limits`, `exempt_paths` and `exclude_paths` name them.
///
/// Literal segments match themselves, `{name}` one parameter, and a trailing `/*` the path before it and everything below,
/// on whole segments: `/api/chat/*` matches `/api/chat`, `/api/chat/{room}` and `/api/chat/x/y`, never `/api/chatter`.
package struct PathPattern: Sendable, Hashable, CustomStringConvertible {
    /// Why a pattern is refused.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        /// One line for a person, with the pattern in it.
        package let description: String
    }

    private enum Segment: Sendable, Hashable {
        case literal(ExactText)
        case parameter
        case rest

        /// Reads a segment of a template or a pattern: what is in braces is a parameter, whatever its name.
        init(_ text: Substring) {
            if let inner = text.insideBraces {
                self = inner.utf8.last == UInt8(ascii: "*") ? .rest : .parameter
            } else {
                self = .literal(ExactText(text))
            }
        }

        var isVariable: Bool {
            switch self {
            case .literal: false
            case .parameter, .rest: true
            }
        }
    }

    /// Longest pattern accepted, in bytes.
    package static let maximumLength = 512

    /// The pattern as it was written.
    package let description: String
    /// Whether it ends in `/*`.
    package let isPrefix: Bool
    private let segments: [Segment]

    /// Reads a pattern.
    /// - Throws: ``Failure`` when it does not begin with a slash, is too long, has an empty, dot or encoded segment, or a `*` that is
    ///   not its whole last segment.
    package init(_ text: String) throws(Failure) {
        func failure(_ reason: String) -> Failure { Failure(description: "pattern \(text): \(reason)") }

        guard text.utf8.count <= Self.maximumLength else {
            throw Failure(description: "pattern \(text.prefix(40))…: longer than \(Self.maximumLength) bytes")
        }
        guard var parts = text.pathSegments() else { throw failure("a path begins with a slash") }
        self.isPrefix = parts.last == "*"
        if self.isPrefix { parts.removeLast() }
        for (index, part) in parts.enumerated() {
            guard !part.isEmptyOrDots else { throw failure("empty and dot segments do not match any request") }
            let segment = Segment(part)
            if case .literal = segment {
                guard part.utf8.allSatisfy(\.mayBeLiteral) else {
                    throw failure("* stands alone at the end, {name} fills its segment, and %, ?, # and spaces have no place")
                }
            } else if segment == .rest {
                guard !self.isPrefix, index == parts.count - 1 else { throw failure("\(part) must be the last segment") }
            }
        }
        self.segments = parts.map(Segment.init)
        self.description = text
    }

    /// Whether it matches a route by its template, such as `/api/chat/{room}`: `{name}` stands for any parameter, and for nothing else.
    package func matches(template: String) -> Bool {
        guard let parts = template.pathSegments() else { return false }
        guard self.isPrefix ? parts.count >= self.segments.count : parts.count == self.segments.count else { return false }
        return zip(self.segments, parts).allSatisfy { mine, part in mine == Segment(part) }
    }

    /// Whether it matches a decoded, canonical path: `{name}` stands for any one segment, `{name*}` for one or more at the end.
    ///
    /// A path with empty or dot segments matches nothing.
    package func matches(path: String) -> Bool {
        guard let parts = path.pathSegments(), !parts.contains(where: \.isEmptyOrDots) else { return false }
        let takesRest = self.segments.last == .rest
        guard self.isPrefix || takesRest ? parts.count >= self.segments.count : parts.count == self.segments.count else { return false }
        return zip(self.segments, parts).allSatisfy { mine, part in mine.isVariable || mine == .literal(ExactText(part)) }
    }

    /// Whether this pattern goes first where both match: the exact one, then the longer one, then the one that is literal earlier.
    package func isMoreSpecific(than other: PathPattern) -> Bool {
        if self.isPrefix != other.isPrefix { return other.isPrefix }
        if self.segments.count != other.segments.count { return self.segments.count > other.segments.count }
        for (mine, theirs) in zip(self.segments, other.segments) where mine.isVariable != theirs.isVariable {
            return theirs.isVariable
        }
        return false
    }

    /// Whether both match the same, whatever their parameters are called.
    package func isEquivalent(to other: PathPattern) -> Bool {
        self.isPrefix == other.isPrefix && self.segments == other.segments
    }
}

extension UInt8 {
    /// Whether the byte may stand in a literal segment of a pattern or a template: it has no other meaning there, and requests have it.
    var mayBeLiteral: Bool {
        switch self {
        case 0...0x20, 0x7F, UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "\\"), UInt8(ascii: ";"):
            false
        default: true
        }
    }
}
