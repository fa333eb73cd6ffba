/// One lane's share of the HTTP metrics: requests in flight, and the histograms of each route, method and status.
struct HTTPSeriesTable: Sendable {
    /// Route, method and status in one integer.
    struct Key: Sendable, Hashable {
        let rawValue: UInt64

        /// - Parameters:
        ///   - route: The route's index; nothing when no route matched.
        ///   - method: The folded method.
        ///   - status: The status code; one outside 100 to 599 is folded.
        init(route: Int?, method: HTTPMethodLabel, status: Int) {
            let route = UInt64(UInt32(truncatingIfNeeded: route.map { $0 &+ 1 } ?? 0))
            let status = UInt64((100...599).contains(status) ? status : 0)
            self.rawValue = route << 16 | UInt64(method.index) << 12 | status
        }

        private init(rawValue: UInt64) {
            self.rawValue = rawValue
        }

        /// What the bound on series folds together.
        static let overflow = Key(rawValue: .max)

        var route: Int? { self.rawValue >> 16 == 0 ? nil : Int(self.rawValue >> 16) - 1 }
        var methodIndex: Int { Int(self.rawValue >> 12 & 0xF) }
        var status: Int { Int(self.rawValue & 0xFFF) }
    }

    struct Series: Sendable {
        var duration = HistogramState()
        var requestBody = HistogramState()
        var responseBody = HistogramState()

        mutating func merge(_ other: Series) {
            self.duration.merge(other.duration)
            self.requestBody.merge(other.requestBody)
            self.responseBody.merge(other.responseBody)
        }
    }

    /// Requests started minus requests finished here; one lane alone may be below zero.
    var active: Int64 = 0
    private var positions: [Key: Int] = [:]
    private var series: [Series] = []

    /// Calls a closure with the series of a key, which is made when it is new and within the bound.
    mutating func withSeries(_ key: Key, maximum: Int, _ body: (inout Series) -> Void) {
        if let position = self.positions[key] { return body(&self.series[position]) }
        let key = self.series.count < maximum ? key : .overflow
        let position = self.positions[key] ?? self.series.count
        if position == self.series.count {
            self.positions[key] = position
            self.series.append(Series())
        }
        body(&self.series[position])
    }

    /// Adds another lane's share.
    mutating func merge(_ other: HTTPSeriesTable) {
        self.active &+= other.active
        for (key, position) in other.positions {
            self.withSeries(key, maximum: .max) { $0.merge(other.series[position]) }
        }
    }

    /// The series by key.
    var contents: [(key: Key, series: Series)] { self.positions.map { ($0.key, self.series[$0.value]) } }
}
