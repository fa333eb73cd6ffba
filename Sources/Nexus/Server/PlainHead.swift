import NIOHTTP1

/// A request that is its head alone, in the plainest form, read from the bytes as they arrived.
///
/// Nearly every request without content looks so: `GET`, `HEAD`, `DELETE` or `OPTIONS`, a path, `HTTP/1.1`, and lines of `Name: value` in printable
/// ASCII. There is one way to understand it. Whatever is less plain (content, a field that frames or ends the message, an odd space, a
/// byte missing) is left to NIO's decoder, which is the authority: what is read here it reads the same (`PlainHeadTests`).
struct PlainHead {
    /// The head as the decoder would have given it.
    let head: HTTPRequestHead
    /// How many bytes it takes up.
    let length: Int

    /// Reads the head that the bytes begin with.
    /// - Parameters:
    ///   - bytes: What has arrived; more may follow the head.
    ///   - limits: What the decoder is told too; a head that comes near them is not plain.
    /// - Returns: Nothing when the bytes do not begin with a plain head, all of it.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, limits: ServerLimits) {
        guard let lineEnd = Self.lineEnd(in: bytes, from: 0), lineEnd <= limits.maxHeaderSize,
            let (method, target) = Self.requestLine(bytes.extracting(..<lineEnd))
        else { return nil }
        var fields: [(String, String)] = []
        fields.reserveCapacity(8)
        var start = lineEnd + 2
        while let end = Self.lineEnd(in: bytes, from: start) {
            guard end + 2 <= limits.maxHeaderSize else { return nil }
            guard end > start else {
                self.head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: HTTPHeaders(fields))
                self.length = end + 2
                return
            }
            guard fields.count < limits.maxHeaderCount, let field = Self.field(bytes.extracting(start..<end)) else { return nil }
            fields.append(field)
            start = end + 2
        }
        return nil
    }

    /// Where the line ends that begins somewhere: at the first carriage return, which a line feed must follow.
    private static func lineEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\r")), end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "\n")
        else {
            return nil
        }
        return end
    }

    private static func requestLine(_ line: UnsafeBufferPointer<UInt8>) -> (NIOHTTP1.HTTPMethod, String)? {
        guard let (method, length) = Self.method(line), line.count > length + Self.version.utf8CodeUnitCount else { return nil }
        let target = line.extracting(length..<(line.count - Self.version.utf8CodeUnitCount))
        guard Self.begins(line.extracting((length + target.count)...), with: Self.version), target[0] == UInt8(ascii: "/"),
            Self.isTarget(target)
        else { return nil }
        return (method, String(decoding: target, as: UTF8.self))
    }

    private static let version: StaticString = " HTTP/1.1"

    /// The method and the place behind its space.
    private static func method(_ line: UnsafeBufferPointer<UInt8>) -> (NIOHTTP1.HTTPMethod, Int)? {
        switch line.first {
        case UInt8(ascii: "G") where Self.begins(line, with: "GET "): (.GET, 4)
        case UInt8(ascii: "H") where Self.begins(line, with: "HEAD "): (.HEAD, 5)
        case UInt8(ascii: "D") where Self.begins(line, with: "DELETE "): (.DELETE, 7)
        case UInt8(ascii: "O") where Self.begins(line, with: "OPTIONS "): (.OPTIONS, 8)
        default: nil
        }
    }

    /// Whether all of it is visible ASCII. Without a branch in the loop, so that the compiler looks at many bytes at a time.
    private static func isTarget(_ target: UnsafeBufferPointer<UInt8>) -> Bool {
        var others: UInt8 = 0
        for byte in target {
            let isVisible: UInt8 = byte &- 0x21 <= 0x5D ? 0 : 1
            let isFragment: UInt8 = byte == UInt8(ascii: "#") ? 1 : 0
            others |= isVisible | isFragment
        }
        return others == 0
    }

    private static func field(_ line: UnsafeBufferPointer<UInt8>) -> (String, String)? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 2 < line.count else { return nil }
        let name = line.extracting(..<colon)
        let value = line.extracting((colon + 2)...)
        guard line[colon + 1] == UInt8(ascii: " "), name.allSatisfy(Self.isToken), Self.isValue(value), !Self.speaksToDecoder(name, value)
        else { return nil }
        return (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    /// Printable ASCII that neither begins nor ends with a space.
    private static func isValue(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value[0] != UInt8(ascii: " "), value[value.count - 1] != UInt8(ascii: " ") else { return false }
        var others: UInt8 = 0
        for byte in value { others |= byte &- 0x20 <= 0x5E ? 0 : 1 }
        return others == 0
    }

    /// A character of a field name (RFC 9110 §5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Whether a field says where the message ends, or what becomes of the connection other than that it stays.
    private static func speaksToDecoder(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Bool {
        switch name.count {
        case 6: Self.isSame(name, "expect")
        case 7: Self.isSame(name, "upgrade")
        case 10: Self.isSame(name, "connection") && !Self.isSame(value, "keep-alive")
        case 14: Self.isSame(name, "content-length")
        case 16: Self.isSame(name, "proxy-connection")
        case 17: Self.isSame(name, "transfer-encoding")
        default: false
        }
    }

    /// Whether letters and hyphens are the same, whatever the case they were sent in.
    private static func isSame(_ text: UnsafeBufferPointer<UInt8>, _ lowercased: StaticString) -> Bool {
        lowercased.withUTF8Buffer { other in
            text.count == other.count && text.indices.allSatisfy { text[$0] | 0x20 == other[$0] }
        }
    }

    private static func begins(_ line: UnsafeBufferPointer<UInt8>, with text: StaticString) -> Bool {
        text.withUTF8Buffer { text in line.count >= text.count && text.indices.allSatisfy { line[$0] == text[$0] } }
    }
}
