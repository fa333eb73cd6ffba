extension FakeIdentityProvider {
    /// Something that goes wrong with an answer.
    public struct Fault: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case none
            case drip(Duration)
            case body(String, contentType: String)
            case extraKeys(Int)
            case endless
            case redirect(String)
            case status(Int)
            case hang
        }

        let kind: Kind

        /// Nothing.
        public static let none = Fault(kind: .none)
        /// The right answer, one byte at a time.
        /// - Parameter interval: The time between two bytes.
        public static func slowDrip(every interval: Duration) -> Fault { Fault(kind: .drip(interval)) }
        /// Bytes that are no JSON.
        public static let garbage = Fault(kind: .body("{\"keys\":[{\"kty\":\u{1}]]", contentType: "application/json"))
        /// A page in HTML, as a captive portal or a maintenance page answers.
        public static let html = Fault(
            kind: .body("<!DOCTYPE html><html><body><h1>Down for maintenance</h1></body></html>", contentType: "text/html")
        )
        /// Another document with status 200.
        public static func document(_ text: String, contentType: String = "application/json") -> Fault {
            Fault(kind: .body(text, contentType: contentType))
        }
        /// The right keys, and this many more.
        public static func extraKeys(_ count: Int) -> Fault { Fault(kind: .extraKeys(count)) }
        /// A body that never ends.
        public static let endlessBody = Fault(kind: .endless)
        /// A redirect (302).
        /// - Parameter location: Where to.
        public static func redirect(to location: String) -> Fault { Fault(kind: .redirect(location)) }
        /// An empty answer with a status.
        public static func status(_ code: Int) -> Fault { Fault(kind: .status(code)) }
        /// No answer at all on an open connection.
        public static let hang = Fault(kind: .hang)
    }
}
