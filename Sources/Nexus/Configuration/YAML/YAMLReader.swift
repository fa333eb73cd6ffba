import Yams

/// Reads one YAML document into a tree of texts: bounded, with lines, without anchors, without guessing types.
struct YAMLReader {
    /// Why a document cannot be read.
    struct Failure: Error, Sendable, Hashable {
        let line: Int
        let reason: String
    }

    static let noAnchors = "anchors (&name) and aliases (*name) are not supported; quote a text that begins with & or *"

    private var nodes = 0

    /// Reads a document.
    /// - Parameter text: One document; an empty one is a mapping without keys.
    /// - Throws: ``Failure`` naming the line.
    static func read(_ text: String) throws(Failure) -> YAMLNode {
        let tree = try self.value(text)
        if case .null(let line) = tree { return .mapping([], line: line) }
        return tree
    }

    /// Reads a value.
    /// - Parameter text: One document.
    /// - Returns: ``YAMLNode/null(line:)`` for one that is empty or says `null`.
    /// - Throws: ``Failure`` naming the line.
    static func value(_ text: String) throws(Failure) -> YAMLNode {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        if let (line, reason) = YAMLBounds.violation(in: text) { throw Failure(line: line, reason: reason) }
        do {
            let parser = try Parser(yaml: text, resolver: .basic, constructor: .default, encoding: .utf8)
            // Anchors are held weakly by their nodes: the parser must outlive the walk.
            return try withExtendedLifetime(parser) {
                guard let root = try parser.singleRoot() else { return .null(line: 1) }
                var reader = YAMLReader()
                return try reader.convert(root)
            }
        } catch let failure as Failure {
            throw failure
        } catch let error as YamlError {
            throw Failure(error)
        } catch {
            throw Failure(line: 1, reason: "is not YAML")
        }
    }

    private mutating func convert(_ node: Node) throws(Failure) -> YAMLNode {
        self.nodes += 1
        let line = node.mark?.line ?? 1
        guard self.nodes <= YAMLBounds.maximumNodes else {
            throw Failure(line: line, reason: "has more than \(YAMLBounds.maximumNodes) values")
        }
        switch node {
        case .scalar(let scalar):
            guard scalar.anchor == nil else { throw Failure(line: line, reason: Self.noAnchors) }
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return isNull ? .null(line: line) : .scalar(scalar.string, line: line)
        case .sequence(let sequence):
            guard sequence.anchor == nil else { throw Failure(line: line, reason: Self.noAnchors) }
            var elements: [YAMLNode] = []
            for element in sequence { elements.append(try self.convert(element)) }
            return .list(elements, line: line)
        case .mapping(let mapping):
            guard mapping.anchor == nil else { throw Failure(line: line, reason: Self.noAnchors) }
            return .mapping(try self.members(mapping), line: line)
        case .alias:
            throw Failure(line: line, reason: Self.noAnchors)
        }
    }

    private mutating func members(_ mapping: Node.Mapping) throws(Failure) -> [YAMLNode.Member] {
        var members: [YAMLNode.Member] = []
        var seen: Set<String> = []
        for (key, value) in mapping {
            let line = key.mark?.line ?? 1
            guard case .scalar(let name) = key else { throw Failure(line: line, reason: "a key must be a plain text") }
            guard name.anchor == nil else { throw Failure(line: line, reason: Self.noAnchors) }
            guard seen.insert(name.string).inserted else { throw Failure(line: line, reason: "\(name.string) is there twice") }
            members.append(.init(key: name.string, line: line, value: try self.convert(value)))
        }
        return members
    }
}

extension YAMLReader.Failure {
    /// The line and the cause. Yams' own description quotes the document, where a secret may stand.
    fileprivate init(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            let hint = problem.contains("alphabetic or numeric") ? "; put quotes around a text that begins with * or &" : ""
            self.init(line: mark.line, reason: "is not YAML: \(problem)\(hint)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.init(line: context.mark.line, reason: "\(duplicates.joined(separator: ", ")) is there twice")
        case .reader(let problem, let offset, _, let yaml):
            let line = offset.map { yaml.prefix($0).count { $0.isNewline } + 1 } ?? 1
            self.init(line: line, reason: "is not YAML: \(problem)")
        default:
            self.init(line: 1, reason: "is not YAML")
        }
    }
}
