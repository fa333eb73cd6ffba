/// Reads answers from the bytes of a connection (RFC 9112 §4, §6, §7.1). Strict: what a lenient reader would repair is an error.
struct ResponseScanner {
    /// Reads the answer at the beginning of some bytes.
    /// - Parameters:
    ///   - isHead: Whether the request was a `HEAD`, whose answer has no content.
    ///   - isEnd: Whether no more bytes will come.
    /// - Returns: The answer and its size, or nothing while it is not complete.
    /// - Throws: ``TestError`` for what is no answer.
    static func scan(_ bytes: ArraySlice<UInt8>, isHead: Bool, isEnd: Bool) throws -> (TestResponse, Int)? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(of: "\r\n")
        guard let first = lines.first, first.hasPrefix("HTTP/1.1 "), let status = Int(first.dropFirst(9).prefix(3)) else {
            throw TestError("no status line: \(lines.first ?? "")")
        }
        var response = TestResponse(status: status, body: [], lines: [])
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), !line.contains("\n"), !line.contains("\r") else {
                throw TestError("no header field: \(line)")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            response.lines.append(.init(name: String(line[..<colon]), value: String(value)))
        }
        let rest = bytes[end.upperBound...]
        let headSize = end.upperBound - bytes.startIndex
        if isHead || status == 204 || status == 304 || (100..<200).contains(status) { return (response, headSize) }
        if response.header("transfer-encoding") == "chunked" {
            guard let (body, size) = try self.chunks(rest) else { return nil }
            response.body = body
            return (response, headSize + size)
        }
        if let length = response.header("content-length") {
            guard let length = Int(length), length >= 0, response.headers("content-length").count == 1 else {
                throw TestError("bad Content-Length")
            }
            guard rest.count >= length else { return nil }
            response.body = Array(rest.prefix(length))
            return (response, headSize + length)
        }
        guard isEnd else { return nil }
        response.body = Array(rest)
        return (response, headSize + rest.count)
    }

    private static func chunks(_ bytes: ArraySlice<UInt8>) throws -> ([UInt8], Int)? {
        var body: [UInt8] = []
        var rest = bytes
        let lineBreak = Array("\r\n".utf8)
        while let end = rest.firstRange(of: lineBreak) {
            guard let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16) else {
                throw TestError("bad chunk size")
            }
            let data = rest[end.upperBound...]
            guard data.count >= size + 2 else { return nil }
            guard data.dropFirst(size).prefix(2).elementsEqual(lineBreak) else { throw TestError("no line break after a chunk") }
            body += data.prefix(size)
            rest = data.dropFirst(size + 2)
            if size == 0 { return (body, bytes.count - rest.count) }
        }
        return nil
    }
}

extension String {
    /// The parts between separators. Unlike `split`, it looks at scalars: a line break is one character of two.
    fileprivate func components(of separator: String) -> [String] {
        let separator = Array(separator.utf8)
        var parts: [String] = []
        var rest = Array(self.utf8)[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(decoding: rest[..<range.lowerBound], as: UTF8.self))
            rest = rest[range.upperBound...]
        }
        return parts + [String(decoding: rest, as: UTF8.self)]
    }
}
