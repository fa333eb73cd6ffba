import NexusCore
import Testing

@Suite struct RouteTableTests {
    private func table(_ routes: [(HTTPMethod, String)]) throws -> RouteTable {
        var table = RouteTable()
        for (index, (method, template)) in routes.enumerated() {
            let isInserted = try table.insert(index, method: method, template: RouteTemplate(template))
            try #require(isInserted, "\(method) \(template)")
        }
        return table
    }

    @Test func literalsWinOverParametersAndParametersOverTheRest() throws {
        let routes: [(HTTPMethod, String)] = [
            (.get, "/a/{rest*}"), (.get, "/a/{id}"), (.get, "/a/new"), (.get, "/a/{id}/edit"), (.get, "/a/new/{x}"),
        ]
        for routes in [routes, routes.reversed()] {
            let table = try self.table(routes)
            for (path, expected, values) in [
                ("/a/new", "/a/new", []), ("/a/7", "/a/{id}", ["7"]), ("/a/7/edit", "/a/{id}/edit", ["7"]),
                ("/a/new/edit", "/a/new/{x}", ["edit"]),
                ("/a/7/8", "/a/{rest*}", ["7/8"]), ("/a/new/1/2", "/a/{rest*}", ["new/1/2"]),
            ] as [(String, String, [Substring])] {
                guard case .route(let index, let parameters) = table.match(.get, path) else {
                    Issue.record("\(path) matches nothing")
                    continue
                }
                #expect(routes[index].1 == expected && parameters == values, "\(path)")
            }
            #expect(table.match(.get, "/a") == .notFound)
        }
    }

    @Test func headIsGetAndOtherMethodsAreNamed() throws {
        let table = try self.table([
            (.get, "/a"), (.post, "/a"), (.head, "/b"), (.get, "/b"), (.options, "/c"), (.delete, "/{x}"), (.put, "/{rest*}"),
        ])
        #expect(table.match(.head, "/a") == .route(0, parameters: []))
        #expect(table.match(.head, "/b") == .route(2, parameters: []))
        #expect(table.match(.patch, "/a") == .methodNotAllowed([.get, .post, .head, .options, .delete, .put]))
        #expect(table.match(.patch, "/x/y") == .methodNotAllowed([.put, .options]))
        #expect(table.match(.options, "/c") == .route(4, parameters: []))
        #expect(table.match(.delete, "/a") == .route(5, parameters: ["a"]))
        #expect(table.match(.get, "/x/y") == .methodNotAllowed([.put, .options]))
        #expect(table.match(HTTPMethod(rawValue: "get"), "/b") == .methodNotAllowed([.head, .get, .options, .delete, .put]))
    }

    @Test func aTakenPlaceIsLeftAsItIs() throws {
        var table = try self.table([(.get, "/a/{id}"), (.get, "/a"), (.get, "/b/{x*}")])
        #expect(try !table.insert(9, method: .get, template: RouteTemplate("/a/{other}")))
        #expect(try !table.insert(9, method: .get, template: RouteTemplate("/a")))
        #expect(try !table.insert(9, method: .get, template: RouteTemplate("/b/{y*}")))
        #expect(try table.insert(9, method: .post, template: RouteTemplate("/a")))
        #expect(table.match(.get, "/a/1") == .route(0, parameters: ["1"]))
        #expect(table.match(.get, "/a") == .route(1, parameters: []))
        #expect(table.match(.post, "/a") == .route(9, parameters: []))
    }

    @Test func pathsAreComparedByTheirBytes() throws {
        let table = try self.table([(.get, "/K"), (.get, "/caf\u{e9}"), (.get, "/admin"), (.get, "/admin/{id}"), (.get, "/files/{path*}")])
        #expect(table.match(.get, "/\u{212A}") == .notFound)
        #expect(table.match(.get, "/cafe\u{301}") == .notFound)
        #expect(table.match(.get, "/caf\u{e9}") == .route(1, parameters: []))
        #expect(table.match(.get, "/Admin") == .notFound)
        // A combining mark after a slash makes another Character of it, and must not hide it.
        #expect(table.match(.get, "/\u{301}admin") == .notFound)
        #expect(table.match(.get, "/admin/\u{301}x") == .route(3, parameters: ["\u{301}x"]))
        #expect(table.match(.get, "/admin/x/\u{301}y") == .notFound)
        #expect(table.match(.get, "/files/x/\u{301}y") == .route(4, parameters: ["x/\u{301}y"]))
    }

    @Test(arguments: ["", "a", "//", "/a//b", "a/b"])
    func whatIsNoPathMatchesNothing(path: String) throws {
        #expect(try self.table([(.get, "/"), (.get, "/a"), (.get, "/a/b")]).match(.get, path) == .notFound)
    }

    @Test func aPathOfManySegmentsIsNotWalked() throws {
        let table = try self.table([(.get, "/{rest*}")])
        #expect(table.match(.get, String(repeating: "/a", count: 65)) == .notFound)
        guard case .route = table.match(.get, String(repeating: "/a", count: 64)) else {
            Issue.record("64 segments are allowed")
            return
        }
    }

    @Test func tenThousandRoutesKeepApart() throws {
        let templates = (0..<10_000).map { "/v\($0 % 7)/things\($0)" + ["", "/{id}", "/{id}/parts", "/{rest*}"][$0 % 4] }
        let table = try self.table(templates.map { (.get, $0) })
        for index in stride(from: 0, to: templates.count, by: 37) {
            let path = templates[index].replacing("{id}", with: "x").replacing("{rest*}", with: "y/z")
            guard case .route(let found, let parameters) = table.match(.get, path) else {
                Issue.record("\(path) matches nothing")
                continue
            }
            #expect(found == index && parameters == [[], ["x"], ["x"], ["y/z"]][index % 4])
        }
    }

    /// Against a matcher that tries every template and compares arrays of strings.
    @Test func matchesAsANaiveMatcherDoes() throws {
        var random = RoutingRandom(11)
        let methods: [HTTPMethod] = [.get, .head, .post, .delete]
        var mistakes: [String] = []
        for _ in 0..<max(20, RoutingRandom.steps / 250) {
            var table = RouteTable()
            var routes: [NaiveRoute] = []
            for _ in 0..<Int.random(in: 1...25, using: &random) {
                let route = NaiveRoute(method: random.pick(methods), segments: Self.template(&random))
                let isFree = !routes.contains { $0.method == route.method && $0.shape == route.shape }
                let isInserted = try table.insert(routes.count, method: route.method, template: RouteTemplate(route.text))
                if isInserted != isFree { mistakes.append("insert \(route.text)") }
                if isFree { routes.append(route) }
            }
            for _ in 0..<40 {
                let path = (0..<Int.random(in: 0...4, using: &random)).map { _ in random.pick(["a", "b", "c", "x"]) }
                let method = random.pick(methods + [.patch])
                let found = table.match(method, "/" + path.joined(separator: "/"))
                let expected = NaiveRoute.match(routes, method, path)
                if !Self.agree(found, expected) { mistakes.append("\(method) \(path): \(found), not \(expected); \(routes.map(\.text))") }
            }
        }
        #expect(mistakes.prefix(3) == [])
    }

    private static func template(_ random: inout RoutingRandom) -> [String] {
        let count = Int.random(in: 0...4, using: &random)
        return (0..<count).map { index in
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: "{p\(index)}"
            case 2 where index == count - 1: "{p\(index)*}"
            default: random.pick(["a", "b", "c"])
            }
        }
    }

    private static func agree(_ found: RouteTable.Match, _ expected: RouteTable.Match) -> Bool {
        guard case .methodNotAllowed(let methods) = found, case .methodNotAllowed(let others) = expected else { return found == expected }
        return Set(methods) == Set(others) && Set(methods).count == methods.count
    }

    private struct NaiveRoute {
        let method: HTTPMethod
        let segments: [String]

        var text: String { "/" + self.segments.joined(separator: "/") }
        /// The template with its parameters nameless: `0` a literal, `1` a parameter, `2` a rest.
        var shape: [String] { self.segments.map { $0.hasSuffix("*}") ? "2" : $0.hasSuffix("}") ? "1" : "0\($0)" } }

        func parameters(_ path: [String]) -> [Substring]? {
            var values: [Substring] = []
            for (index, kind) in self.shape.enumerated() {
                guard index < path.count else { return nil }
                switch kind.first {
                case "2": return values + [path[index...].joined(separator: "/")[...]]
                case "1": values.append(path[index][...])
                default: if self.segments[index] != path[index] { return nil }
                }
            }
            return path.count == self.segments.count ? values : nil
        }

        /// Segment by segment, the literal first: shapes compare like words, and a template that ends is before one that goes on.
        static func match(_ routes: [NaiveRoute], _ method: HTTPMethod, _ path: [String]) -> RouteTable.Match {
            let matching = routes.enumerated().filter { $0.element.parameters(path) != nil }
                .sorted { $0.element.shape.lexicographicallyPrecedes($1.element.shape) }
            let shapes = matching.map(\.element.shape).reduce(into: [[String]]()) { if !$0.contains($1) { $0.append($1) } }
            for shape in shapes {
                let here = matching.filter { $0.element.shape == shape }
                let route = here.first { $0.element.method == method } ?? (method == .head ? here.first { $0.element.method == .get } : nil)
                if let route { return .route(route.offset, parameters: route.element.parameters(path) ?? []) }
            }
            guard !matching.isEmpty else { return .notFound }
            let methods = Set(matching.map(\.element.method))
            return .methodNotAllowed(Array(methods.union(methods.contains(.get) ? [.head, .options] : [.options])))
        }
    }
}
