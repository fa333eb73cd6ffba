extension String {
    /// The segments between the slashes, empty ones too; none for `/`. Nothing when the path does not begin with a slash, or has more.
    ///
    /// Cut by bytes: to `Character` a slash that a combining mark follows is another character.
    /// - Parameter maximum: The most segments there may be.
    func pathSegments(atMost maximum: Int = .max) -> [Substring]? {
        let bytes = self.utf8
        guard bytes.first == UInt8(ascii: "/") else { return nil }
        var segments: [Substring] = []
        var start = bytes.index(after: bytes.startIndex)
        guard start < bytes.endIndex else { return segments }
        segments.reserveCapacity(8)
        var index = start
        while index < bytes.endIndex {
            let next = bytes.index(after: index)
            if bytes[index] == UInt8(ascii: "/") {
                segments.append(self[start..<index])
                guard segments.count < maximum else { return nil }
                start = next
            }
            index = next
        }
        segments.append(self[start...])
        return segments
    }
}

extension Substring {
    /// What stands between the braces, or nothing unless the whole segment stands in braces.
    var insideBraces: Substring? {
        guard self.utf8.count >= 2, self.utf8.first == UInt8(ascii: "{"), self.utf8.last == UInt8(ascii: "}") else { return nil }
        return Substring(self.utf8.dropFirst().dropLast())
    }

    /// Whether no request can have this segment: it is empty, or one that a path may not be walked with.
    var isEmptyOrDots: Bool {
        self.isEmpty || self.utf8.elementsEqual(".".utf8) || self.utf8.elementsEqual("..".utf8)
    }
}
