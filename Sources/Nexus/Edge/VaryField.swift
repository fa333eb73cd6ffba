/// The value of `Vary` (RFC 9110 §12.5.5).
enum VaryField {
    /// What an answer depends on by the edge's account and by the handler's, each once.
    static func merged(_ edge: String?, _ handler: String) -> String {
        var names: [String] = []
        for name in [edge ?? "", handler].joined(separator: ",").split(separator: ",") {
            let name = String(name.trimming { $0 == " " || $0 == "\t" })
            if name == "*" { return "*" }
            if !name.isEmpty, !names.contains(where: { $0.lowercased() == name.lowercased() }) { names.append(name) }
        }
        return names.joined(separator: ", ")
    }
}

extension Substring {
    fileprivate func trimming(_ isSpace: (Character) -> Bool) -> Substring {
        let start = self.drop(while: isSpace)
        return start.prefix(start.count - start.reversed().prefix(while: isSpace).count)
    }
}
