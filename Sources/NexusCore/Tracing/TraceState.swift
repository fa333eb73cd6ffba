/// The `tracestate` that came with a trace context: passed along, never read (W3C Trace Context, tracestate).
public struct TraceState: Sendable, Hashable {
    /// The list as it is sent on; empty when there is none.
    public let rawValue: String

    /// Most list members kept; a longer list is dropped whole, as the specification asks.
    public static let maximumMembers = 32
    /// Longest list passed along, in bytes; a longer one is dropped whole.
    public static let maximumLength = 512

    /// An empty state.
    public init() {
        self.rawValue = ""
    }

    /// Reads a received list, or nothing when a member is malformed, a key repeats, or a bound is passed.
    /// - Parameter text: The field's values joined with commas.
    public init?(parsing text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        var keys: Set<[UInt8]> = []
        var members: [[UInt8]] = []
        for piece in Array(text.utf8).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let member = Self.trimmed(piece)
            if member.isEmpty { continue }
            guard let equals = member.firstIndex(of: UInt8(ascii: "=")),
                Self.isKey(member[..<equals]), Self.isValue(member[(equals + 1)...]),
                keys.insert(Array(member[..<equals])).inserted, keys.count <= Self.maximumMembers
            else { return nil }
            members.append(Array(member))
        }
        self.rawValue = String(decoding: Array(members.joined(separator: [UInt8(ascii: ",")])), as: UTF8.self)
    }

    /// Whether there is nothing to send.
    public var isEmpty: Bool { self.rawValue.isEmpty }

    private static func trimmed(_ piece: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var piece = piece
        while let first = piece.first, first == 0x20 || first == 0x09 { piece.removeFirst() }
        while let last = piece.last, last == 0x20 || last == 0x09 { piece.removeLast() }
        return piece
    }

    private static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        guard let first = key.first, key.count <= 256, Self.isLowercaseOrDigit(first) else { return false }
        return key.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "@"): true
            default: Self.isLowercaseOrDigit(byte)
            }
        }
    }

    private static func isLowercaseOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    private static func isValue(_ value: ArraySlice<UInt8>) -> Bool {
        !value.isEmpty && value.count <= 256 && value.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }
    }
}
