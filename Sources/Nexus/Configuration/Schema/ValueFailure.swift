/// Why a value cannot be used. The place is added by whoever knows it.
struct ValueFailure: Error, Sendable, Hashable {
    /// One phrase for a person, after the key.
    let reason: String
    /// The names below the key that lead to the culprit.
    var path: [String] = []
    /// The culprit's line, where it differs from the key's.
    var line: Int?

    init(_ reason: String, line: Int? = nil) {
        self.reason = reason
        self.line = line
    }

    /// The same, one name deeper.
    func below(_ name: String, line: Int) -> ValueFailure {
        var failure = self
        failure.path.insert(name, at: 0)
        failure.line = failure.line ?? line
        return failure
    }

    /// Something else was written than the format wants.
    /// - Parameters:
    ///   - name: What the format wants.
    ///   - written: Shown only when it is no secret, and cut after 60 characters.
    ///   - isSecret: Whether it must not be shown.
    static func expected(_ name: String, found written: WrittenValue, isSecret: Bool = false) -> ValueFailure {
        let found: String
        if written == .text("") || written == .verbatim("") {
            found = "an empty text"
        } else if case .text(let text) = written, !isSecret {
            found = "\"\(text.prefix(60))\(text.count > 60 ? "…" : "")\""
        } else {
            found = written.kind
        }
        return ValueFailure("expected \(name), found \(found)")
    }
}
