import NIOHTTP1
import NexusAuth
import NexusCore

/// One request on its way through the app: opened with its head, closed with its one audit record. Lives on its connection's event loop.
final class Exchange {
    /// What answers a request that the gate lets pass and no handler is there for.
    enum Fallback: Sendable {
        case reject(Rejection)
        /// `OPTIONS` on a path that knows these methods.
        case options([NexusCore.HTTPMethod])
    }

    let app: CompiledApp
    let head: HTTPRequestHead
    let userAgent: String?
    let declaredBody: DeclaredBody
    let isTLS: Bool
    let startedAt: Moment
    let requestID: String
    /// The request's span, or its place in the caller's trace; nothing where neither a tracer nor a caller asks for one.
    let span: ServerSpan?
    let target: RequestTarget?
    let route: CompiledRoute?
    let origin: CORSPolicy.Grant
    let fallback: Fallback?
    var evaluation: Evaluation
    /// Bytes of the request's body that arrived.
    var requestBytes = 0
    /// What a failing handler threw; for the log, the trail and the span.
    var handlerError: (any Error)?
    /// The bodies, where the audit trail keeps them.
    var capture: AuditCapture?
    /// Whether its audit record has been handed over.
    var isRecorded = false

    init(
        app: CompiledApp, head: HTTPRequestHead, headers: RequestHeaders, isTLS: Bool, startedAt: Moment, requestID: String,
        span: ServerSpan? = nil, target: RequestTarget? = nil, route: CompiledRoute? = nil, origin: CORSPolicy.Grant = .nothing,
        fallback: Fallback? = nil, evaluation: Evaluation
    ) {
        self.app = app
        self.head = head
        self.userAgent = headers.userAgent.value
        self.declaredBody = headers.declaredBody
        self.isTLS = isTLS
        self.startedAt = startedAt
        self.requestID = requestID
        self.span = span
        self.target = target
        self.route = route
        self.origin = origin
        self.fallback = fallback
        self.evaluation = evaluation
    }

    /// Whether its head says nothing sure about what it asks for or where its body ends, or too much.
    var isMalformed: Bool {
        guard case .reject(let rejection)? = self.fallback else { return false }
        return rejection.status == 400 || rejection.status == 414 || rejection.status == 431
    }

    /// The edge fields of its connection.
    var edge: EdgeFields { self.isTLS ? self.app.edgeTLS : self.app.edge }

    /// Where the request stands in its trace, if it is part of one.
    var trace: TraceContext? { self.span?.traceContext }

    /// Whether the answer must not have a body.
    var isHead: Bool { self.head.method == .HEAD }

    /// Judges the request as far as is known.
    func decide() -> Gate.Verdict {
        let verdict = self.app.gate.decide(&self.evaluation, now: self.startedAt)
        guard case .preflight = verdict else { return verdict }
        return self.app.gate.chargePreflight(&self.evaluation, now: self.startedAt)
    }
}

extension CompiledApp {
    /// Opens an exchange.
    /// - Parameters:
    ///   - head: The request's head.
    ///   - peer: The other end of the connection.
    ///   - isTLS: Whether the connection is encrypted.
    ///   - isTraced: Whether the request may have a span, which ends when the exchange is closed.
    ///   - now: When the head was complete.
    func open(_ head: HTTPRequestHead, peer: IPAddress, isTLS: Bool, isTraced: Bool = true, now: Moment) -> Exchange {
        let headers = RequestHeaders(head.headers, names: self.headerNames)
        let method = NexusCore.HTTPMethod(rawValue: head.method.rawValue)
        var target: RequestTarget?
        var route: CompiledRoute?
        var parameters: [Substring] = []
        var fallback: Exchange.Fallback?
        var isOpenPath = false
        do throws(Rejection) {
            target = try self.target(of: head, headers)
            if let path = target?.path {
                switch self.table.match(method, path) {
                case .route(let index, let values):
                    route = self.routes[index]
                    parameters = values
                case .methodNotAllowed(let methods):
                    fallback = method == .options ? .options(methods) : .reject(.methodNotAllowed(allow: methods))
                    isOpenPath = self.isOpen(path, for: methods)
                case .notFound:
                    fallback = .reject(.notFound)
                }
            } else {
                fallback = .options(self.methods)
            }
        } catch {
            fallback = .reject(error)
        }

        let facts = RequestFacts(
            method: method,
            clientAddress: self.proxies.clientAddress(peer: peer, xForwardedFor: headers.xForwardedFor, forwarded: headers.forwarded),
            isPreflight: method == .options && target != nil && self.edge.cors != nil && headers.asksForPreflight,
            tokenHeader: headers.token,
            cookies: headers.cookies,
            tenantHeader: headers.tenant,
            query: target?.query,
            parameters: route.flatMap { parameters.isEmpty ? nil : $0.named(parameters) } ?? [:]
        )
        return Exchange(
            app: self,
            head: head,
            headers: headers,
            isTLS: isTLS,
            startedAt: now,
            requestID: RequestID.accepting(headers.requestID.isRepeated ? nil : headers.requestID.value).rawValue,
            span: isTraced ? self.span(of: head, headers, path: target?.path, isTLS: isTLS) : nil,
            target: target,
            route: route,
            origin: self.edge.cors?.grant(for: headers.origin.isRepeated ? nil : headers.origin.value) ?? .nothing,
            fallback: fallback,
            evaluation: Evaluation(facts: facts, policy: isOpenPath ? self.openPolicy : self.policy(for: route, target))
        )
    }

    /// Opens an exchange for bytes that are no request, so that they too are answered and recorded.
    func openUnreadable(peer: IPAddress, isTLS: Bool, now: Moment) -> Exchange {
        Exchange(
            app: self,
            head: HTTPRequestHead(version: .http1_1, method: .RAW(value: "-"), uri: ""),
            headers: RequestHeaders([:], names: self.headerNames),
            isTLS: isTLS,
            startedAt: now,
            requestID: RequestID.generate().rawValue,
            evaluation: Evaluation(
                facts: RequestFacts(method: NexusCore.HTTPMethod(rawValue: "-"), clientAddress: peer), policy: self.openPolicy)
        )
    }

    /// The span of a request: recorded where a tracer is installed, else only passed on from a caller that sent one.
    private func span(of head: HTTPRequestHead, _ headers: RequestHeaders, path: String?, isTLS: Bool) -> ServerSpan? {
        guard self.tracing != nil || headers.traceparent.value != nil else { return nil }
        let fields = head.headers
        let request = ServerTracing.Request(
            method: HTTPMethodLabel(head.method.rawValue),
            scheme: isTLS ? "https" : "http",
            path: path ?? "",
            headers: HeaderLookup { name in
                let values = fields[name]
                return values.isEmpty ? nil : values.joined(separator: ",")
            }
        )
        return (self.tracing ?? ServerTracing(tracer: nil)).start(request)
    }

    /// The policy that a request is judged by: its route's; without a route, what is not exempt stays behind authentication.
    private func policy(for route: CompiledRoute?, _ target: RequestTarget?) -> RoutePolicy {
        if let route { return route.policy }
        guard let target else { return self.openPolicy }
        return self.exemptPaths.contains { $0.matches(path: target.path) } ? self.openPolicy : self.unmatchedPolicy
    }

    /// Whether somebody without an identity is served at a path: then there is nothing to hide about its methods.
    private func isOpen(_ path: String, for methods: [NexusCore.HTTPMethod]) -> Bool {
        methods.contains { method in
            guard case .route(let index, _) = self.table.match(method, path), case .open = self.routes[index].policy.access else {
                return false
            }
            return true
        }
    }

    /// - Returns: The target, or nothing for the server as a whole (`OPTIONS *`, RFC 9110 §9.3.7).
    private func target(of head: HTTPRequestHead, _ headers: RequestHeaders) throws(Rejection) -> RequestTarget? {
        guard let host = headers.host.value, !headers.host.isRepeated, host.isAuthority, headers.isFramingClear else {
            throw .malformedRequest
        }
        // The decoder of HTTP/1.1 has counted them already.
        guard head.headers.count <= self.limits.maxHeaderCount, head.version.major < 2 || head.listSize <= self.limits.maxHeaderSize else {
            throw .headersTooLarge
        }
        if head.method == .OPTIONS, head.uri == "*" { return nil }
        let target: RequestTarget
        do throws(RequestTarget.Failure) {
            target = try RequestTarget(parsing: head.uri, maximumLength: self.limits.maxTargetLength)
        } catch .tooLong {
            throw Rejection(status: 414, code: .targetTooLong, detail: "The request target is too long.")
        } catch {
            throw .malformedRequest
        }
        guard target.authority == nil || target.authority?.lowercased() == host.lowercased() else { throw .malformedRequest }
        return target
    }
}

extension Rejection {
    /// 400: the request cannot be understood, or could be understood in two ways.
    static let malformedRequest = Rejection(status: 400, code: .badRequest, detail: "The request is malformed.")
}

extension String {
    /// Whether this may stand as `Host`: no spaces, no path, no user.
    fileprivate var isAuthority: Bool {
        !self.isEmpty && self.utf8.count <= 255 && self.utf8.everyByte(Self.isAuthorityByte)
    }

    private static func isAuthorityByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "\\"), UInt8(ascii: ","): false
        default: byte > 0x20 && byte < 0x7F
        }
    }
}
