package import NexusCore

/// What the gate may know about a request. Values only: no socket, no server, no clock.
package struct RequestFacts: Sendable {
    /// A header field that must not be repeated.
    package struct Field: Sendable, Hashable {
        /// The first line's value.
        package private(set) var value: String?
        /// Whether there was more than one line.
        package private(set) var isRepeated = false

        package init(_ value: String? = nil) {
            self.value = value
        }

        /// Takes in lines, in order.
        package init(lines: some Sequence<String>) {
            for line in lines { self.add(line) }
        }

        /// Takes in one more line.
        package mutating func add(_ line: String) {
            if self.value == nil { self.value = line } else { self.isRepeated = true }
        }
    }

    /// The method of the request line.
    package var method: HTTPMethod
    /// Where the request comes from, after trusted proxies.
    package var clientAddress: IPAddress
    /// Whether it is a CORS preflight that the CORS policy answers.
    package var isPreflight: Bool
    /// The field that carries the token, `Authorization` by default.
    package var tokenHeader: Field
    /// The lines of the `Cookie` field.
    package var cookies: [String]
    /// The field that names a tenant.
    package var tenantHeader: Field
    /// The query as it was sent.
    package let query: String?
    /// The names and values of the matched template's parameters, decoded.
    package var parameters: [String: String]

    package init(
        method: HTTPMethod, clientAddress: IPAddress, isPreflight: Bool = false, tokenHeader: Field = Field(), cookies: [String] = [],
        tenantHeader: Field = Field(), query: String? = nil, parameters: [String: String] = [:]
    ) {
        self.method = method
        self.clientAddress = clientAddress
        self.isPreflight = isPreflight
        self.tokenHeader = tokenHeader
        self.cookies = cookies
        self.tenantHeader = tenantHeader
        self.query = query
        self.parameters = parameters
    }
}
