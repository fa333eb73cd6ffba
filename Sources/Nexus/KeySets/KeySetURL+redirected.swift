import NexusAuth

extension KeySetURL {
    /// Where a redirect leads, if that is within this URL's origin.
    /// - Parameter location: The answer's `Location`: an absolute URL or an absolute path.
    func redirected(to location: String?) -> KeySetURL? {
        guard let location else { return nil }
        let isPath = location.hasPrefix("/") && !location.hasPrefix("//")
        guard let url = try? KeySetURL(isPath ? self.origin + location : location), url.origin == self.origin else { return nil }
        return url
    }
}
