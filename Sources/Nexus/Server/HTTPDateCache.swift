import NexusCore

/// The value of `Date`, made once a second (RFC 9110 §5.6.7).
struct HTTPDateCache {
    private var second: Int64 = .min
    private var bytes: [UInt8] = []

    mutating func date(at now: Moment) -> [UInt8] {
        let second = now.unixSeconds
        if second != self.second {
            self.second = second
            self.bytes = Self.format(second)
        }
        return self.bytes
    }

    /// A time as IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func format(_ unixSeconds: Int64) -> [UInt8] {
        let (days, seconds) = unixSeconds.flooredQuotientAndRemainder(by: 86_400)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days.flooredQuotientAndRemainder(by: 7).remainder)]
        // Days to civil date with the year starting in March, so that the leap day is its last.
        let (era, dayOfEra) = (days + 719_468).flooredQuotientAndRemainder(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let monthName = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Int(month - 1)]
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return Array("\(weekday), \(two(day)) \(monthName) \(year) \(time) GMT".utf8)
    }
}

extension Int64 {
    fileprivate func flooredQuotientAndRemainder(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = self.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
