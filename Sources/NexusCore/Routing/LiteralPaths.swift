/// Values by whole paths, compared byte by byte.
///
/// A table of its own: a `Dictionary` is safe against keys that were chosen to collide, which costs more than all the rest of finding a route. These
/// keys are the app's, and whoever asks for other paths changes nothing about them.
struct LiteralPaths<Value: Sendable>: Sendable {
    /// A power of two of places, at most half of them taken; nothing stands in a free one. A path whose place is taken has the next free one.
    private var paths = [String](repeating: "", count: 16)
    private var values = [Value?](repeating: nil, count: 16)
    private var count = 0
    private var longest = 0

    /// The value of a path, which is not empty.
    subscript(path: String) -> Value? {
        // Also bounds what is looked at of a path that nobody could have registered.
        guard path.utf8.count <= self.longest else { return nil }
        return self.values[self.place(of: path)]
    }

    /// Gives a path a value, in the place of an earlier one.
    mutating func set(_ value: Value, for path: String) {
        if 2 * (self.count + 1) > self.paths.count { self.grow() }
        let place = self.place(of: path)
        if self.paths[place].isEmpty { self.count += 1 }
        (self.paths[place], self.values[place]) = (path, value)
        self.longest = max(self.longest, path.utf8.count)
    }

    private mutating func grow() {
        let (paths, values) = (self.paths, self.values)
        self.paths = Array(repeating: "", count: 2 * paths.count)
        self.values = Array(repeating: nil, count: 2 * paths.count)
        for (path, value) in zip(paths, values) where !path.isEmpty {
            let place = self.place(of: path)
            (self.paths[place], self.values[place]) = (path, value)
        }
    }

    /// Where a path stands, or would stand.
    private func place(of path: String) -> Int {
        let mask = self.paths.count - 1
        var place = Int(truncatingIfNeeded: Self.hash(of: path) >> 32) & mask
        while !self.paths[place].isEmpty, !self.paths[place].hasSameBytes(as: path) { place = (place + 1) & mask }
        return place
    }

    private static func hash(of path: String) -> UInt64 {
        func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
            bytes.reduce(UInt64(bytes.count)) { ($0 ^ UInt64($1)) &* 0x9E37_79B9_7F4A_7C15 }
        }
        return path.utf8.withContiguousStorageIfAvailable { hash($0) } ?? hash(path.utf8)
    }
}
