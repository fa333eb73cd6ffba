/// The media types that bodies are checked for (RFC 9110 §8.3.1).
enum MediaType {
    /// Whether a `Content-Type` names JSON: `application/json`, or a subtype with the suffix `+json`.
    static func isJSON(_ contentType: String?) -> Bool {
        guard let essence = self.essence(of: contentType) else { return false }
        return essence == "application/json" || (essence.hasPrefix("application/") && essence.hasSuffix("+json"))
    }

    /// The type without its parameters, in lower case.
    static func essence(of contentType: String?) -> String? {
        contentType?.prefix { $0 != ";" }.lowercased().trimmingSpaces
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let start = self.drop { $0 == " " || $0 == "\t" }
        return String(start.prefix(start.count - start.reversed().prefix { $0 == " " || $0 == "\t" }.count))
    }
}
