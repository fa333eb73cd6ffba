import Logging
import NexusCore

extension ValueFormat {
    /// A format of one text.
    /// - Parameters:
    ///   - parse: Nothing for a text that is none.
    static func scalar(
        _ name: String, parse: @escaping @Sendable (String) -> Value?, show: @escaping @Sendable (Value) -> String?
    ) -> ValueFormat {
        ValueFormat(name: name) { written throws(ValueFailure) in
            guard case .text(let text) = written else { throw .expected(name, found: written) }
            try text.refuseReference()
            guard let value = parse(text) else { throw .expected(name, found: written) }
            return value
        } show: {
            show($0)
        }
    }

    /// A format of one name of several.
    static func choice(_ names: [String], parse: @escaping @Sendable (String) -> Value?, show: @escaping @Sendable (Value) -> String?)
        -> Self
    {
        let name = names.count > 1 ? "\(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1])" : names.joined()
        return ValueFormat(name: name) { written throws(ValueFailure) in
            guard case .text(let text) = written else { throw .expected(name, found: written) }
            try text.refuseReference()
            if let value = parse(text) { return value }
            let hint = text.nearest(among: names).map { "; did you mean \($0)?" } ?? ""
            throw ValueFailure(ValueFailure.expected(name, found: written).reason + hint)
        } show: {
            show($0)
        }
    }
}

extension ValueFormat<String> {
    /// A text that is not empty.
    static var string: Self {
        scalar("a text", parse: { $0.isEmpty ? nil : $0 }, show: { $0 })
    }
}

extension ValueFormat<Bool> {
    /// `true` or `false`, and none of YAML 1.1's other words.
    static var boolean: Self {
        scalar("true or false", parse: { ["true": true, "false": false][$0] }, show: String.init)
    }
}

extension ValueFormat<Int> {
    /// A whole number in decimal digits.
    static func integer(_ range: ClosedRange<Int> = 0...Int.max) -> ValueFormat<Int> {
        let bounds =
            range.upperBound == .max
            ? (range.lowerBound == 0 ? "" : " of at least \(range.lowerBound)") : " from \(range.lowerBound) to \(range.upperBound)"
        return scalar("a whole number\(bounds)", parse: { $0.decimal.flatMap { range.contains($0) ? $0 : nil } }, show: String.init)
    }
}

extension ValueFormat<Double> {
    /// A share: above 0, at most 1.
    static var share: Self {
        scalar(
            "a number above 0 and at most 1",
            parse: { text in
                guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }), let value = Double(text) else { return nil }
                return value > 0 && value <= 1 ? value : nil
            }, show: { "\($0)" })
    }
}

extension ValueFormat<[String]> {
    /// A list of texts.
    static var list: Self {
        ValueFormat(name: "a list of texts", shape: .list) { written throws(ValueFailure) in
            guard case .list(let texts) = written else { throw .expected("a list of texts, such as [a, b]", found: written) }
            for text in texts {
                try text.refuseReference()
                guard !text.isEmpty else { throw ValueFailure("the list has an empty text; an empty list is []") }
            }
            return texts
        } show: {
            "[\($0.joined(separator: ", "))]"
        }
    }
}

extension ValueFormat<Secret> {
    /// A secret in place, or by reference.
    static var secret: Self {
        ValueFormat(
            name: "a secret: ${ENV_NAME}, file:PATH, or the value itself", isSecret: true
        ) { written throws(ValueFailure) in
            if case .verbatim(let text) = written, !text.isEmpty { return .value(text) }
            guard case .text(let text) = written, !text.isEmpty else {
                throw .expected("${ENV_NAME}, file:PATH or a value", found: written, isSecret: true)
            }
            return try text.secret()
        } show: { _ in
            "(set)"
        }
    }
}

extension ValueFormat<Logger.Level> {
    /// A level in any case.
    static var logLevel: Self {
        choice(
            Logger.Level.allCases.map(\.rawValue), parse: { try? Logger.Level(parsing: $0) }, show: { $0.rawValue })
    }
}

extension String {
    /// A decimal number without sign, separators and leading zeros, which other readers take for octal.
    var decimal: Int? {
        guard !self.isEmpty, self.utf8.allSatisfy({ (48...57).contains($0) }), self == "0" || !self.hasPrefix("0") else { return nil }
        return Int(self)
    }

    fileprivate var isVariableName: Bool {
        guard let first = self.utf8.first, !(48...57).contains(first) else { return false }
        return self.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95 }
    }

    /// A reference where none is followed would be taken for the value.
    func refuseReference() throws(ValueFailure) {
        guard self.contains("${") else { return }
        throw ValueFailure("${…} is followed in secrets only; set this key's own environment variable instead")
    }

    /// Reads a secret's textual form, and refuses what is almost a reference.
    fileprivate func secret() throws(ValueFailure) -> Secret {
        if self.contains("${") {
            guard self.hasPrefix("${"), self.hasSuffix("}"), String(self.dropFirst(2).dropLast()).isVariableName else {
                throw ValueFailure("a reference stands alone: ${ENV_NAME}, nothing before or after it")
            }
        } else if self.hasPrefix("$"), String(self.dropFirst()).isVariableName {
            throw ValueFailure("a reference has braces: ${ENV_NAME}")
        } else if self == "file:" {
            throw ValueFailure("file: needs a path")
        }
        return Secret(parsing: self)
    }
}
