import NexusAuth
import NexusCore

extension ValueFormat<JWTAlgorithm> {
    /// The name of an algorithm.
    static var algorithm: Self { choice(JWTAlgorithm.all.map(\.name), parse: { JWTAlgorithm($0) }, show: { $0.name }) }
}

extension ValueFormat<[JWTAlgorithm]> {
    /// A list of algorithms.
    static var algorithms: Self {
        ValueFormat(name: "a list of algorithms", shape: .list) { written throws(ValueFailure) in
            var algorithms: [JWTAlgorithm] = []
            for name in try ValueFormat<[String]>.list.read(written) {
                algorithms.append(try ValueFormat<JWTAlgorithm>.algorithm.read(.text(name)))
            }
            return algorithms
        } show: {
            "[\($0.map(\.name).joined(separator: ", "))]"
        }
    }
}

extension ValueFormat<AcceptedValues> {
    /// One text, or a list of texts.
    static var acceptedValues: Self {
        ValueFormat(name: "a text or a list of texts", shape: .scalarOrList) { written throws(ValueFailure) in
            let texts: [String]
            switch written {
            case .text(let text): texts = [text]
            case .list(let list): texts = list
            default: throw .expected("a text or a list of texts", found: written)
            }
            guard !texts.isEmpty else { throw ValueFailure("is an empty list: no token could pass") }
            return AcceptedValues(try ValueFormat<[String]>.list.read(.list(texts)))
        } show: {
            $0.values.isEmpty ? nil : $0.values.count == 1 ? $0.values[0] : "[\($0.values.joined(separator: ", "))]"
        }
    }
}

extension ValueFormat<FailurePolicy> {
    /// `true`, `false` or `local`.
    static var failurePolicy: Self {
        choice(["true", "false", "local"], parse: { FailurePolicy(named: $0) }) { policy in
            policy == .open ? "true" : policy == .closed ? "false" : "local"
        }
    }
}

extension ValueFormat<RateLimitBackend> {
    /// `memory` or `redis`.
    static var rateLimitBackend: Self {
        let names = RateLimitBackend.all.map(\.rawValue)
        return choice(names, parse: { names.contains($0) ? RateLimitBackend(rawValue: $0) : nil }, show: { $0.rawValue })
    }
}

extension ValueFormat<AuditConfig.Backend> {
    /// `logging`, `database` or `dataflow`.
    static var auditBackend: Self {
        choice(["logging", "database", "dataflow"], parse: { AuditConfig.Backend(name: $0) }) { backend in
            switch backend.kind {
            case .logging: "logging"
            case .database: "database"
            case .custom: "custom"
            }
        }
    }
}

extension ValueFormat<AuditConfig.Durability> {
    /// `buffered` or `durable`.
    static var durability: Self { choice(["buffered", "durable"], parse: { .init(rawValue: $0) }, show: { $0.rawValue }) }
}

extension ValueFormat<AuditConfig.Overflow> {
    /// `block` or `shed`.
    static var overflow: Self { choice(["block", "shed"], parse: { .init(rawValue: $0) }, show: { $0.rawValue }) }
}

extension ValueFormat<Preset> {
    /// The name of a preset.
    static var preset: Self {
        choice(
            Preset.all.map(\.rawValue), parse: { name in Preset.all.first { $0.rawValue == name } }, show: { $0.rawValue })
    }
}

extension ValueFormat<LogFormat> {
    /// `json` or `text`.
    static var logFormat: Self {
        choice(LogFormat.all.map(\.description), parse: { try? LogFormat(parsing: $0) }, show: { $0.description })
    }
}

extension ValueFormat<HandlerExecutor> {
    /// `event_loop` or `concurrent_pool`.
    static var handlerExecutor: Self {
        choice(
            HandlerExecutor.all.map(\.description), parse: { name in HandlerExecutor.all.first { $0.description == name } },
            show: { $0.description })
    }
}

extension ValueFormat<ClientAddressField> {
    /// `either`, `x-forwarded-for` or `forwarded`.
    static var clientAddressField: Self {
        choice(
            ClientAddressField.all.map(\.description), parse: { name in ClientAddressField.all.first { $0.description == name } },
            show: { $0.description })
    }
}
