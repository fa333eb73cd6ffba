/// The path of a route: literal segments, `{name}` for one segment, and at the end `{name*}` for all the rest.
public struct RouteTemplate: Sendable, Hashable, CustomStringConvertible {
    package enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
        case rest(String)
    }

    package let segments: [Segment]

    /// The template as it was written.
    public let description: String

    /// Why a template is refused.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// One line for a person, with the template in it.
        public let description: String
    }

    /// Reads a template.
    /// - Parameter text: For example `/articles/{id}`. Names within it must differ.
    /// - Throws: ``Failure`` when it does not begin with a slash, has an empty or dot segment or too many,
    ///   a malformed or repeated name, or a rest that is not last.
    public init(_ text: String) throws(Failure) {
        func failure(_ reason: String) -> Failure { Failure(description: "route \(text): \(reason)") }

        guard let parts = text.pathSegments() else { throw failure("a path begins with a slash") }
        guard parts.count <= RouteTable.maximumSegments else {
            throw failure("no request has more than \(RouteTable.maximumSegments) segments")
        }
        var segments: [Segment] = []
        var names: Set<String> = []
        for (index, part) in parts.enumerated() {
            guard !part.isEmptyOrDots else { throw failure("empty and dot segments do not match any request") }
            guard part.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) else {
                guard part.utf8.allSatisfy(\.mayBeLiteral) else {
                    throw failure("a literal segment is written decoded, without %, ?, #, ;, *, \\ and spaces")
                }
                segments.append(.literal(String(part)))
                continue
            }
            guard let inner = part.insideBraces else { throw failure("a parameter fills its segment: {name}") }
            let isRest = inner.utf8.last == UInt8(ascii: "*")
            let name = String(isRest ? Substring(inner.utf8.dropLast()) : inner)
            guard !name.isEmpty, name.utf8.allSatisfy(\.isNameByte) else {
                throw failure("a parameter's name is letters, digits and _")
            }
            guard names.insert(name).inserted else { throw failure("the parameter {\(name)} occurs twice") }
            guard !isRest || index == parts.count - 1 else { throw failure("{\(name)*} must be the last segment") }
            segments.append(isRest ? .rest(name) : .parameter(name))
        }
        self.segments = segments
        self.description = text
    }

    /// The names of its parameters, in order.
    package var parameterNames: [String] {
        self.segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .parameter(let name), .rest(let name): name
            }
        }
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
