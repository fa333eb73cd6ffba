import Logging
import NexusAuth
import NexusCore

/// Writes log records as lines. Nothing in a record can end a line early or pretend to be another field.
enum LogLine {
    /// One JSON object and a newline.
    static func json(_ record: LogRecord, unixNanoseconds: Int64) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("time", self.time(unixNanoseconds))
        writer.member("level", record.level.rawValue)
        writer.member("label", record.label)
        writer.member("message", record.message)
        for field in record.fields {
            writer.name(escaping: field.name)
            writer.value(field.value)
        }
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    /// `time LEVEL label: message name=value …` and a newline; a value that is not one plain word is quoted.
    static func text(_ record: LogRecord, unixNanoseconds: Int64) -> [UInt8] {
        var line = Array(self.time(unixNanoseconds).utf8)
        let level = record.level.rawValue.uppercased()
        line.append(contentsOf: " \(level)\(String(repeating: " ", count: max(0, 8 - level.utf8.count))) ".utf8)
        self.append(record.label, to: &line)
        line.append(contentsOf: ": ".utf8)
        self.append(record.message, to: &line)
        for field in record.fields {
            line.append(UInt8(ascii: " "))
            self.appendWord(field.name, to: &line)
            line.append(UInt8(ascii: "="))
            self.appendWord(field.value, to: &line)
        }
        line.append(0x0A)
        return line
    }

    /// The time to the millisecond (RFC 3339).
    private static func time(_ unixNanoseconds: Int64) -> String {
        RFC3339.string(unixNanoseconds).prefix("2026-11-23T16:11:23.123".count) + "Z"
    }

    /// Appends text with every control character, bidirectional override and line separator spelled out.
    private static func append(_ text: String, to line: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            if self.isHarmless(scalar) {
                line.append(contentsOf: String(scalar).utf8)
            } else {
                line.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".utf8)
            }
        }
    }

    private static func appendWord(_ text: String, to line: inout [UInt8]) {
        let isPlain =
            !text.isEmpty && text.unicodeScalars.allSatisfy { $0 > " " && $0 != "\"" && $0 != "=" && $0 != "\\" && self.isHarmless($0) }
        if isPlain {
            line.append(contentsOf: text.utf8)
        } else {
            self.append(String(decoding: JSONWriter.quoted(text), as: UTF8.self), to: &line)
        }
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}
