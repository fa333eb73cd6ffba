#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The end of a file of lines.
struct FileTail: Sendable {
    /// The last line that ends in a newline, without it.
    var line: [UInt8]?
    /// Bytes up to and with the last newline.
    var wholeBytes: Int
    /// Bytes after the last newline: a line that was being written when the process or the machine stopped.
    var tornBytes: Int

    /// Longest line looked for.
    static let maximumLine = 16 * 1024 * 1024

    /// Reads backwards from the end of a file.
    /// - Returns: Nothing when the file cannot be read or has no line end within the last ``maximumLine`` bytes.
    init?(_ descriptor: Int32, size: Int) {
        var tail: [UInt8] = []
        var start = size
        var lastNewline: Int?
        while true {
            if let newline = lastNewline {
                if let before = tail[..<newline].lastIndex(of: UInt8(ascii: "\n")) {
                    self.init(
                        line: Array(tail[(before + 1)..<newline]), wholeBytes: start + newline + 1, tornBytes: tail.count - newline - 1)
                    return
                }
                if start == 0 {
                    self.init(line: Array(tail[..<newline]), wholeBytes: newline + 1, tornBytes: tail.count - newline - 1)
                    return
                }
            } else if start == 0 {
                self.init(line: nil, wholeBytes: 0, tornBytes: tail.count)
                return
            }
            guard tail.count < Self.maximumLine else { return nil }
            let count = min(start, max(65_536, tail.count))
            guard let chunk = Self.read(descriptor, at: start - count, count: count) else { return nil }
            tail.insert(contentsOf: chunk, at: 0)
            start -= count
            lastNewline = tail.lastIndex(of: UInt8(ascii: "\n"))
        }
    }

    private init(line: [UInt8]?, wholeBytes: Int, tornBytes: Int) {
        self.line = line
        self.wholeBytes = wholeBytes
        self.tornBytes = tornBytes
    }

    /// Reads so many bytes, or nothing.
    static func read(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
            }
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { return nil }
            done += read
        }
        return bytes
    }
}
