import NexusCore

/// The limits of single routes, compiled when the app starts: most specific pattern first.
package struct RouteLimits: Sendable, Equatable {
    /// What a route has.
    package enum Choice: Sendable, Hashable {
        /// No pattern matches: the general limit.
        case general
        /// No limit.
        case off
        /// A limit of its own, by its place among ``RouteLimits/limits``.
        case own(Int)
    }

    private struct Line: Sendable, Equatable {
        let pattern: PathPattern
        let choice: Choice
    }

    /// The limits with the patterns they are named after, in the order written.
    package let limits: [(pattern: String, limit: RouteLimit)]
    private let lines: [Line]

    /// Whether two tables limit every route the same.
    package static func == (lhs: RouteLimits, rhs: RouteLimits) -> Bool {
        lhs.lines == rhs.lines && lhs.limits.elementsEqual(rhs.limits) { $0 == $1 }
    }

    /// Compiles a table.
    /// - Throws: ``RateLimitConfigError`` for a malformed pattern, and for two that match the same routes.
    package init(_ table: RouteLimitTable) throws(RateLimitConfigError) {
        var limits: [(pattern: String, limit: RouteLimit)] = []
        var lines: [Line] = []
        for entry in table.entries {
            let pattern: PathPattern
            do {
                pattern = try PathPattern(entry.pattern)
            } catch {
                throw RateLimitConfigError("route_limits", error.description)
            }
            if let twin = lines.first(where: { $0.pattern.isEquivalent(to: pattern) }) {
                throw RateLimitConfigError("route_limits", "\(twin.pattern) and \(pattern) match the same routes")
            }
            lines.append(Line(pattern: pattern, choice: entry.limit == nil ? .off : .own(limits.count)))
            if let limit = entry.limit { limits.append((entry.pattern, limit)) }
        }
        self.limits = limits
        self.lines = lines.sorted { $0.pattern.isMoreSpecific(than: $1.pattern) }
    }

    /// What a route has, by its template.
    package func choice(forTemplate template: String) -> Choice {
        self.lines.first { $0.pattern.matches(template: template) }?.choice ?? .general
    }

    /// The patterns that decide about none of the routes: mistyped, or covered by more specific ones.
    package func unreachable(among templates: [String]) -> [String] {
        self.lines.indices.filter { index in
            !templates.contains { template in self.lines.firstIndex { $0.pattern.matches(template: template) } == index }
        }.map { self.lines[$0].pattern.description }
    }
}
