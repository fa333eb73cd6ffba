/// What a histogram has counted: observations per bucket, and their sum.
struct HistogramState: Sendable, Hashable {
    /// Observations per bucket, not cumulative; empty until the first one, so that an idle histogram costs nothing.
    private(set) var counts: [UInt64] = []
    /// The sum of all observations.
    private(set) var sum: Double = 0

    /// The number of observations.
    var count: UInt64 { self.counts.reduce(0, &+) }

    /// Counts one observation.
    /// - Parameters:
    ///   - value: The observation.
    ///   - place: Where it belongs (`HistogramBuckets.place(of:)`).
    mutating func observe(_ value: Double, at place: HistogramBuckets.Place) {
        if self.counts.isEmpty { self.counts = Array(repeating: 0, count: place.bucketCount) }
        guard place.index < self.counts.count else { return }
        self.counts[place.index] &+= 1
        self.sum += value
    }

    /// Adds what another one with the same buckets has counted.
    mutating func merge(_ other: HistogramState) {
        if self.counts.isEmpty {
            self.counts = other.counts
        } else {
            for index in other.counts.indices where index < self.counts.count { self.counts[index] &+= other.counts[index] }
        }
        self.sum += other.sum
    }
}
