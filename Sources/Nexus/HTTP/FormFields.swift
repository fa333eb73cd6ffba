import NexusCore

/// The fields of a query or of a form body: `application/x-www-form-urlencoded`.
struct FormFields: Sendable {
    /// Most fields that are read; the rest is ignored.
    static let maximumCount = 256

    private let fields: [(name: String, value: String)]

    init(_ encoded: String) {
        self.fields = encoded.utf8.split(separator: UInt8(ascii: "&"), maxSplits: Self.maximumCount)
            .prefix(Self.maximumCount)
            .compactMap { field in
                let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = Self.decode(parts[0]), let value = parts.count == 2 ? Self.decode(parts[1]) : "" else { return nil }
                return (name, value)
            }
    }

    func first(_ name: String) -> String? {
        self.fields.first { $0.name == name }?.value
    }

    private static func decode(_ bytes: Substring.UTF8View) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(RequestTarget.hexValue), let low = iterator.next().flatMap(RequestTarget.hexValue)
                else { return nil }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }
}
