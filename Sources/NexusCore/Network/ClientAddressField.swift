/// The field by which trusted proxies name the client: what they write themselves, never what they pass on as it came.
public struct ClientAddressField: Sendable, Hashable, CustomStringConvertible {
    /// The name in the configuration.
    public let description: String

    /// Either; where both are present and name different clients, neither is believed. The default.
    public static let either = ClientAddressField(description: "either")
    /// `X-Forwarded-For`, as AWS load balancers and most others write it.
    public static let xForwardedFor = ClientAddressField(description: "x-forwarded-for")
    /// `Forwarded` (RFC 7239).
    public static let forwarded = ClientAddressField(description: "forwarded")

    /// Every choice.
    package static let all: [ClientAddressField] = [.either, .xForwardedFor, .forwarded]

    private init(description: String) {
        self.description = description
    }
}
