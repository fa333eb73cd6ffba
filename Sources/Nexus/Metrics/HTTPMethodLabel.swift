/// A request method as a label: one of the nine known ones, or `_OTHER` (OpenTelemetry, HTTP semantic conventions).
///
/// HTTP/2 lets a client send any token as a method, so the raw one is never a label.
package struct HTTPMethodLabel: Sendable, Hashable {
    /// The position among the known methods; 0 is `_OTHER`.
    package let index: UInt8

    /// Folds a method; methods are case-sensitive.
    package init(_ method: some StringProtocol) {
        self.index = UInt8(Self.names.dropFirst().firstIndex { $0 == method } ?? 0)
    }

    /// The label's value.
    package var name: String { Self.names[Int(self.index)] }

    static let names = ["_OTHER", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"]
}
