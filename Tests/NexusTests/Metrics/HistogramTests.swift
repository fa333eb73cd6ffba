import Testing

@testable import Nexus

@Suite("Histograms")
struct HistogramTests {
    @Test(
        "every observation lands where a plain search puts it",
        arguments: [HistogramBuckets.seconds, .bytes, .decades, HistogramBuckets([1]), HistogramBuckets([])])
    func sameAsNaive(buckets: HistogramBuckets) {
        var state = HistogramState()
        var naive = Array(repeating: UInt64(0), count: buckets.bounds.count + 1)
        var values = buckets.bounds.flatMap { [$0.nextDown, $0, $0.nextUp] } + [-1, 0, .infinity, -.infinity, 1e300]
        var random = SeededRandom(seed: 3)
        values += (0..<2_000).map { _ in Double.random(in: -1...20, using: &random) }
        for value in values {
            state.observe(value, at: buckets.place(of: value))
            naive[buckets.bounds.firstIndex { value <= $0 } ?? buckets.bounds.count] += 1
        }
        #expect(state.counts == naive)
        #expect(state.count == UInt64(values.count))
    }

    @Test("bounds are put in order, once each, and bounded in number")
    func bounds() {
        #expect(HistogramBuckets([3, 1, .nan, 2, 1, .infinity]).bounds == [1, 2, 3])
        #expect(HistogramBuckets((0..<1_000).map(Double.init)).bounds.count == HistogramBuckets.maximumCount)
    }

    @Test("merged states count what both have counted")
    func merge() {
        let buckets = HistogramBuckets([1, 2])
        var left = HistogramState()
        var right = HistogramState()
        left.merge(right)
        #expect(left == HistogramState())
        right.observe(1.5, at: buckets.place(of: 1.5))
        left.merge(right)
        left.merge(right)
        #expect(left.counts == [0, 2, 0])
        #expect(left.sum == 3)
    }
}
