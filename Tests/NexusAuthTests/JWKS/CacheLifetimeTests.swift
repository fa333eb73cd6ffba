import NexusAuth
import NexusCore
import Testing

@Suite struct CacheLifetimeTests {
    private let now = Moment(unixNanoseconds: 784_111_777_000_000_000, uptimeNanoseconds: 0)

    private func seconds(
        _ cacheControl: [String],
        age: String? = nil,
        expires: String? = nil,
        date: String? = nil
    ) -> Int? {
        CacheLifetime.seconds(cacheControl: cacheControl, age: age, expires: expires, date: date, now: self.now)
    }

    @Test(
        arguments: [
            ("max-age=600", 600), ("public, max-age=19845, must-revalidate, no-transform", 19_845), ("MAX-AGE=5", 5), (" max-age = 7 ", 7),
            ("max-age=\"30\"", 30), ("max-age=\"3\\0\"", 30), ("max-age=99999999999999999999999", 1 << 31), ("max-age=-1", 0),
            ("max-age=1.5", 0), ("max-age", 0), ("max-age=", 0), ("max-age=+5", 0), ("max-age=٣", 0), ("max-age=60, max-age=30", 30),
            ("no-store", 0), ("no-cache", 0), ("max-age=600, no-store", 0), ("no-cache=\"set-cookie\", max-age=600", 0),
            ("extension=\"max-age=5, no-store\", max-age=600", 600), (",,, ;, max-age=8,,", 8), ("extension=\"unclosed, max-age=5", nil),
            ("s-maxage=5", nil), ("private", nil), ("", nil), ("xmax-age=5", nil), ("max-agex=5", nil),
        ] as [(String, Int?)])
    func cacheControlSaysHowLong(field: String, expected: Int?) {
        #expect(self.seconds([field]) == expected)
    }

    @Test func severalFieldsCountAsOne() {
        #expect(self.seconds(["public", "max-age=90", "max-age=60"]) == 60)
    }

    @Test(arguments: [("10", 590), ("600", 0), ("9999", 0), ("soon", 600), ("-5", 600)])
    func theTimeInOtherCachesCounts(age: String, expected: Int) {
        #expect(self.seconds(["max-age=600"], age: age) == expected)
    }

    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:59:37 GMT", nil, 600), ("Sun, 06 Nov 1994 08:59:37 GMT", "Sun, 06 Nov 1994 08:54:37 GMT", 300),
            ("Sun, 06 Nov 1994 08:49:36 GMT", nil, 0), ("0", nil, 0), ("-1", nil, 0), ("Sunday, 06-Nov-94 08:59:37 GMT", nil, 0),
            ("Sun, 06 Nov 1994 08:59:37 UTC", nil, 0), ("Sun, 06 Nov 1994 25:59:37 GMT", nil, 0), ("Sun, 32 Nov 1994 08:59:37 GMT", nil, 0),
        ] as [(String, String?, Int)])
    func withoutMaxAgeTheExpiryDateCounts(expires: String, date: String?, expected: Int) {
        #expect(self.seconds([], expires: expires, date: date) == expected)
        #expect(self.seconds(["max-age=42"], expires: expires, date: date) == 42)
    }

    @Test func nothingSaidIsNothingKnown() {
        #expect(self.seconds([]) == nil)
    }

    @Test func leapDaysAreCounted() {
        #expect(self.seconds([], expires: "Thu, 01 Mar 2012 00:00:00 GMT", date: "Tue, 28 Feb 2012 00:00:00 GMT") == 2 * 86_400)
        #expect(self.seconds([], expires: "Fri, 01 Mar 2013 00:00:00 GMT", date: "Thu, 28 Feb 2013 00:00:00 GMT") == 86_400)
        #expect(self.seconds([], expires: "Thu, 01 Jan 1970 00:00:01 GMT", date: "Thu, 01 Jan 1970 00:00:00 GMT") == 1)
    }

    @Test func noFieldMakesItTrapOrLeaveItsBounds() {
        var random = KeySetFuzzRandom(seed: 1)
        let pieces = [
            "max-age", "=", ",", "\"", "\\", " ", "\t", "no-store", "no-cache", "0", "9999999999", "-", "s-maxage",
            "Sun, 06 Nov 1994 08:49:37 GMT", "é",
        ]
        for _ in 0..<5000 {
            let fields = (0..<3).map { _ in String(decoding: random.text(from: pieces, length: 12), as: UTF8.self) }
            let lifetime = self.seconds([fields[0]], age: fields[1], expires: fields[2], date: fields[1])
            #expect(lifetime.map { $0 >= 0 } ?? true)
        }
    }
}
