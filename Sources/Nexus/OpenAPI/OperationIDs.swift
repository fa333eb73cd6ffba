import NexusCore

/// The names that client generators give the calls: each once.
struct OperationIDs {
    private let names: [String]

    /// Names routes: those that a route gives stand, the others are made of method and path, with `_2` and so on behind one that is taken.
    /// - Parameter routes: In the order of their declaration, which decides who is first.
    /// - Throws: ``OpenAPIError`` when two routes give the same name.
    init(_ routes: [RouteDescription]) throws(OpenAPIError) {
        var taken: Set<String> = []
        for route in routes {
            guard let name = route.operationID else { continue }
            guard taken.insert(name).inserted else { throw OpenAPIError(route, "another route has the operation id \(name)") }
        }
        var names: [String] = []
        for route in routes {
            if let name = route.operationID {
                names.append(name)
                continue
            }
            let plain = ComponentName("\(route.method.rawValue.lowercased())\(route.path)").text
            var (name, number) = (plain, 1)
            while !taken.insert(name).inserted {
                number += 1
                name = "\(plain)_\(number)"
            }
            names.append(name)
        }
        self.names = names
    }

    /// The name of a route, by its place among them.
    subscript(index: Int) -> String { self.names[index] }
}
