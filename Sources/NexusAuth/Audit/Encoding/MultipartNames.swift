/// The names of the parts of a `multipart/form-data` body (RFC 7578 §4.2); never what is in them, nor the names of files.
enum MultipartNames {
    /// Every `name` parameter of a `Content-Disposition` field that begins a line.
    static func names(in body: [UInt8]) -> [String] {
        body.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let lowered = line.prefix(64).map(\.asciiLowercased)
            guard lowered.starts(with: "content-disposition:".utf8) else { return nil }
            return self.name(in: line)
        }
    }

    private static func name(in line: ArraySlice<UInt8>) -> String? {
        for parameter in line.split(separator: UInt8(ascii: ";")).dropFirst() {
            let text = parameter.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard text.starts(with: "name=".utf8) else { continue }
            let value = text.dropFirst("name=".utf8.count).filter { $0 >= 0x20 && $0 != UInt8(ascii: "\"") }
            return String(decoding: value, as: UTF8.self)
        }
        return nil
    }
}
