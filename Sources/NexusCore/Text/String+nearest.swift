extension String {
    /// The name that was probably meant: the nearest one within a third of its length, in edits.
    package func nearest(among names: some Sequence<String>) -> String? {
        guard !self.isEmpty else { return nil }
        let candidates = names.map { (name: $0, distance: Self.editDistance(self, $0)) }
        guard let best = candidates.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        return best.distance <= Swift.max(1, Swift.min(best.name.count, 64) / 3) ? best.name : nil
    }

    /// Insertions, removals, replacements and swaps of neighbours between two strings.
    private static func editDistance(_ lhs: String, _ rhs: String) -> Int {
        let (source, target) = (Array(lhs.lowercased().prefix(64)), Array(rhs.lowercased().prefix(64)))
        var rows = [Array(0...target.count)]
        for i in source.indices {
            var row = [i + 1]
            for j in target.indices {
                var cost = Swift.min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (source[i] == target[j] ? 0 : 1))
                if i > 0, j > 0, source[i] == target[j - 1], source[i - 1] == target[j] { cost = Swift.min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[source.count][target.count]
    }
}
