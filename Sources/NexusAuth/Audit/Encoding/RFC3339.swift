import NexusCore

/// Time stamps of RFC 3339 in UTC with nanoseconds: `2026-11-23T16:11:23.123456789Z`.
package enum RFC3339 {
    /// Appends a time.
    /// - Parameter nanoseconds: Since the Unix epoch.
    package static func append(_ nanoseconds: Int64, to bytes: inout [UInt8]) {
        let (seconds, fraction) = self.split(nanoseconds)
        var (days, time) = seconds.quotientAndRemainder(dividingBy: 86_400)
        if time < 0 { (days, time) = (days - 1, time + 86_400) }
        let (year, month, day) = self.civil(days)
        bytes.append(addingCapacity: 30) { span in
            func append(_ value: Int64, _ digits: Int, _ end: Unicode.Scalar) {
                span.append(value.magnitude, digits: digits)
                span.append(UInt8(ascii: end))
            }
            append(year, 4, "-")
            append(month, 2, "-")
            append(day, 2, "T")
            append(time / 3600, 2, ":")
            append(time / 60 % 60, 2, ":")
            append(time % 60, 2, ".")
            append(fraction, 9, "Z")
        }
    }

    /// The whole second that a time lies in, and the nanoseconds since its beginning.
    static func split(_ nanoseconds: Int64) -> (second: Int64, fraction: Int64) {
        let (second, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return fraction < 0 ? (second - 1, fraction + 1_000_000_000) : (second, fraction)
    }

    /// A time as text.
    /// - Parameter nanoseconds: Since the Unix epoch.
    package static func string(_ nanoseconds: Int64) -> String {
        var bytes: [UInt8] = []
        self.append(nanoseconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a time in UTC, with up to nine digits of a second's fraction, or a date alone.
    /// - Returns: Nanoseconds since the Unix epoch.
    package static func parse(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy(\.isASCIIDigit) else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int64($1 &- UInt8(ascii: "0")) }
        }
        func has(_ byte: Unicode.Scalar, at index: Int) -> Bool { index < bytes.count && bytes[index] == UInt8(ascii: byte) }
        guard let year = number(0..<4), has("-", at: 4), let month = number(5..<7), has("-", at: 7), let day = number(8..<10),
            (1678...2261).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let midnight = self.days(year, month, day) * 86_400
        if bytes.count == 10 { return midnight * 1_000_000_000 }
        guard has("T", at: 10), let hour = number(11..<13), has(":", at: 13), let minute = number(14..<16), has(":", at: 16),
            let second = number(17..<19), hour < 24, minute < 60, second < 61, bytes.last == UInt8(ascii: "Z")
        else { return nil }
        var nanoseconds: Int64 = 0
        if has(".", at: 19) {
            let digits = bytes.count - 21
            guard (1...9).contains(digits), let fraction = number(20..<(20 + digits)) else { return nil }
            nanoseconds = (digits..<9).reduce(fraction) { value, _ in value * 10 }
        } else if bytes.count != 20 {
            return nil
        }
        return (midnight + hour * 3600 + minute * 60 + second) * 1_000_000_000 + nanoseconds
    }

    /// The date in the Gregorian calendar of a number of days since 1970-01-01: years are counted from March, in eras of 400.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civilMonth = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    /// The inverse of ``civil(_:)``, for years after 0.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
