import Foundation
import NexusCore

/// Decides what an origin earns. Pure; compiled once.
final class CORSPolicy: Sendable {
    /// What the answer to an origin says that others do not.
    enum Grant: Sendable, Hashable {
        /// Nothing: no `Origin`, one that may not call, or a policy that lets everyone call.
        case nothing
        /// This origin may read the answer.
        case origin(String)
    }

    private struct WildcardOrigin: Sendable {
        let scheme: String
        let suffix: String

        /// Whether an origin is a subdomain: same scheme, same port, at least one label in front.
        func matches(_ origin: String) -> Bool {
            guard origin.hasPrefix(self.scheme), origin.hasSuffix(self.suffix) else { return false }
            let labels = origin.utf8.dropFirst(self.scheme.utf8.count).dropLast(self.suffix.utf8.count)
            return !labels.isEmpty && labels.first != UInt8(ascii: ".") && labels.last != UInt8(ascii: ".")
                && labels.allSatisfy(\.isHostNameByte)
        }
    }

    /// Whether everyone may read every answer: then all of them say so, also those that no page has asked for, which a cache may give to one.
    let allowsEveryone: Bool
    private let exact: Set<String>
    private let wildcards: [WildcardOrigin]
    /// Fields of every answer to an origin that may call, besides `Access-Control-Allow-Origin`.
    let answerFields: HeaderBlock
    /// Fields of the answer to a preflight of an origin that may call, besides `Access-Control-Allow-Origin`.
    let preflightFields: HeaderBlock
    /// `Vary` of an answer: what it says about origins depends on `Origin`, unless everyone may call.
    let vary: String?
    /// `Vary` of the answer to a preflight.
    let preflightVary: String

    /// Compiles a configuration.
    /// - Throws: ``NexusError`` for credentials together with `*` anywhere (Fetch, "CORS protocol and credentials"), and for what is not
    ///   an origin, a method or the name of a field.
    init(_ config: CORSConfig) throws(NexusError) {
        self.allowsEveryone = config.origins.contains("*")
        guard !(self.allowsEveryone && config.allowCredentials) else {
            throw NexusError("cors_origins: * and cors_allow_credentials: true exclude each other; list the origins")
        }
        let lists = [
            ("cors_allow_methods", config.allowMethods), ("cors_allow_headers", config.allowHeaders),
            ("cors_expose_headers", config.exposeHeaders),
        ]
        for (name, list) in lists where config.allowCredentials && list.contains("*") {
            throw NexusError("\(name): * means nothing together with cors_allow_credentials: true; list the names")
        }
        guard (0...86_400).contains(config.maxAge) else { throw NexusError("cors_max_age is 0 to 86400 seconds") }
        var exact: Set<String> = []
        var wildcards: [WildcardOrigin] = []
        for origin in config.origins where origin != "*" {
            guard let parts = OriginParts(origin) else {
                throw NexusError(
                    "cors_origins: \(origin) is not an origin; write scheme://host[:port] without a path, https://*.example.com, or *")
            }
            if parts.host.hasPrefix("*.") {
                wildcards.append(WildcardOrigin(scheme: parts.scheme + "://", suffix: String(parts.host.dropFirst()) + parts.port))
            } else {
                exact.insert(parts.scheme + "://" + parts.host + parts.port)
            }
        }
        for field in config.allowHeaders + config.exposeHeaders + config.allowMethods where !field.isFieldName {
            throw NexusError("CORS: \(field) is not the name of a header field or a method")
        }
        self.exact = exact
        self.wildcards = wildcards
        let credentials = config.allowCredentials ? [("Access-Control-Allow-Credentials", "true")] : []
        let expose = config.exposeHeaders.isEmpty ? [] : [("Access-Control-Expose-Headers", config.exposeHeaders.joined(separator: ", "))]
        self.answerFields = HeaderBlock(credentials + expose)
        self.preflightFields = HeaderBlock(
            credentials + [
                ("Access-Control-Allow-Methods", config.allowMethods.joined(separator: ", ")),
                ("Access-Control-Allow-Headers", config.allowHeaders.joined(separator: ", ")),
                ("Access-Control-Max-Age", String(config.maxAge)),
            ]
        )
        self.vary = self.allowsEveryone ? nil : "Origin"
        self.preflightVary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
    }

    /// The fields of every answer.
    var sharedFields: HeaderBlock {
        self.allowsEveryone ? Self.everyone + self.answerFields : HeaderBlock(self.vary.map { [("Vary", $0)] } ?? [])
    }

    /// The field that lets everyone read an answer.
    static let everyone = HeaderBlock([("Access-Control-Allow-Origin", "*")])

    /// What an `Origin` field earns.
    func grant(for origin: String?) -> Grant {
        guard let origin, !self.allowsEveryone else { return .nothing }
        guard origin.utf8.count <= 512 else { return .nothing }
        return self.exact.contains(origin) || self.wildcards.contains { $0.matches(origin) } ? .origin(origin) : .nothing
    }
}

/// The parts of an origin (RFC 6454 §6.2).
private struct OriginParts {
    let scheme: String
    let host: String
    let port: String

    init?(_ origin: String) {
        let text = origin.lowercased()
        guard let separator = text.range(of: "://") else { return nil }
        self.scheme = String(text[..<separator.lowerBound])
        let authority = text[separator.upperBound...]
        guard !self.scheme.isEmpty, !authority.isEmpty, !authority.contains(where: { "/?#@ ".contains($0) }) else { return nil }
        let colon =
            authority.hasPrefix("[") ? authority.range(of: "]:")?.upperBound : authority.lastIndex(of: ":").map(authority.index(after:))
        if let colon {
            guard let port = UInt16(authority[colon...]), port > 0 else { return nil }
            // Browsers leave the port of the scheme out (RFC 6454 §6.2).
            self.port = (self.scheme, port) == ("https", 443) || (self.scheme, port) == ("http", 80) ? "" : ":\(port)"
            self.host = String(authority[..<authority.index(before: colon)])
        } else {
            self.port = ""
            self.host = String(authority)
        }
        let name = self.host.hasPrefix("*.") ? String(self.host.dropFirst(2)) : self.host
        guard !name.isEmpty, !name.contains("*"), name.utf8.allSatisfy({ $0.isHostNameByte || "[:]".utf8.contains($0) }) else { return nil }
    }
}

extension UInt8 {
    fileprivate var isHostNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
