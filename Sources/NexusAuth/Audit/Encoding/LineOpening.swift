import NexusCore

/// What the lines of requests begin with, down to the second: `{"schema":1,"kind":"request","time":"2026-11-23T16:11:23.`
struct LineOpening: Sendable {
    private var second: Int64?
    private var bytes: [UInt8] = []

    /// Appends the beginning of a line, its time included.
    /// - Parameter nanoseconds: Since the Unix epoch.
    mutating func append(_ nanoseconds: Int64, to line: inout [UInt8]) {
        let (second, fraction) = RFC3339.split(nanoseconds)
        if second != self.second {
            var writer = JSONWriter()
            writer.beginLine(.request, at: nanoseconds)
            self.bytes = writer.bytes.dropLast(#"000000000Z""#.utf8.count)
            self.second = second
        }
        line.append(contentsOf: self.bytes)
        line.append(addingCapacity: 11) { span in
            span.append(fraction.magnitude, digits: 9)
            span.append(text: #"Z""# as StaticString)
        }
    }
}
