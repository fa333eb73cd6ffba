/// The upper bounds of a histogram's buckets, ascending; the last bucket, up to infinity, is implied.
public struct HistogramBuckets: Sendable, Hashable {
    /// The finite upper bounds, each included in its bucket.
    public let bounds: [Double]

    /// Most bounds that a histogram has; further ones are left out.
    public static let maximumCount = 64

    /// Creates bounds.
    /// - Parameter bounds: Upper bounds in any order; repeated and non-finite ones are left out.
    public init(_ bounds: [Double]) {
        let ascending = Set(bounds.filter(\.isFinite)).sorted()
        self.bounds = Array(ascending.prefix(Self.maximumCount))
    }

    /// Seconds, from half a millisecond to ten seconds: the OpenTelemetry bounds for HTTP durations and three below them.
    public static let seconds = HistogramBuckets([
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ])

    /// Bytes, from a hundred to a hundred million.
    public static let bytes = HistogramBuckets([100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000])

    /// Values of an unknown kind, in powers of ten from a thousandth to ten million.
    public static let decades = HistogramBuckets([0.001, 0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000])

    /// A bucket, and how many there are.
    struct Place {
        let index: Int
        let bucketCount: Int
    }

    /// The bucket that a value belongs to, found before any lock is taken; one that is not a number goes to the last.
    func place(of value: Double) -> Place {
        var low = 0
        var high = self.bounds.count
        while low < high {
            let middle = (low &+ high) / 2
            if self.bounds[middle] >= value { high = middle } else { low = middle &+ 1 }
        }
        return Place(index: low, bucketCount: self.bounds.count + 1)
    }
}
