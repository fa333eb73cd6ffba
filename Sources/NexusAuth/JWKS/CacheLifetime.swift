package import NexusCore

/// How long a private cache may keep an answer (RFC 9111 §4.2), read from its header fields.
package enum CacheLifetime {
    /// The seconds an answer may be kept.
    /// - Parameters:
    ///   - cacheControl: The `Cache-Control` fields.
    ///   - age: The `Age` field.
    ///   - expires: The `Expires` field.
    ///   - date: The `Date` field.
    ///   - now: When the answer came, used where it has no date.
    /// - Returns: Zero for an answer that must not be kept; nil when the fields do not say.
    package static func seconds(cacheControl: [String], age: String?, expires: String?, date: String?, now: Moment) -> Int? {
        var maxAge: Int?
        for field in cacheControl {
            var directives = CacheDirectives(field)
            while let (name, argument) = directives.next() {
                switch name {
                case "no-store", "no-cache":
                    return 0
                case "max-age":
                    // Several, or one that is no number: the strictest reading (RFC 9111 §4.2.1).
                    maxAge = min(maxAge ?? .max, argument.flatMap(Self.deltaSeconds) ?? 0)
                default:
                    break
                }
            }
        }
        if let maxAge {
            return max(maxAge - (age.flatMap(Self.deltaSeconds) ?? 0), 0)
        }
        guard let expires else { return nil }
        // An invalid date, "0" above all, means already expired (RFC 9111 §5.3).
        guard let expiry = HTTPDate.unixSeconds(expires) else { return 0 }
        return Int(max(expiry - (date.flatMap(HTTPDate.unixSeconds) ?? now.unixSeconds), 0))
    }

    /// A count of seconds, at most 2^31 (RFC 9111 §1.2.2).
    private static func deltaSeconds(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return min(Int(text) ?? .max, 1 << 31)
    }
}
