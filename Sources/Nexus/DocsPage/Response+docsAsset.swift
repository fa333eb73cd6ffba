import HTTPTypes

extension Response {
    /// An asset of the docs, or 304 where the client has it.
    init(_ asset: DocsAsset, ifNoneMatch: String?) {
        var headers = HTTPFields()
        headers[.eTag] = asset.entityTag
        for (name, value) in asset.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        if let ifNoneMatch, asset.isKnown(to: ifNoneMatch) {
            self.init(status: .notModified, headers: headers)
        } else {
            self.init(headers: headers, contentType: asset.contentType, body: .bytes(asset.bytes))
        }
    }
}
