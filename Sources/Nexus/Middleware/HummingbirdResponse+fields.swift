import HTTPTypes
import HummingbirdCore
import NexusCore

extension HummingbirdCore.Response {
    /// An answer with the fields that the channel would write.
    init(_ fields: ResponseFields, body: ResponseBody, edge: EdgeFields, now: Moment) {
        var writer = HTTPFieldsWriter()
        let length = fields.declaredLength
        if let length { writer.field("Content-Length", length) }
        fields.write(to: &writer, edge: edge, now: now)
        self.init(
            status: HTTPResponse.Status(code: fields.status, reasonPhrase: StatusPhrase.of(fields.status)),
            headers: writer.fields,
            body: body
        )
        // The initializer gives every body a length, also where there may be none (RFC 9110 §8.6).
        if length == nil, body.contentLength != nil { self.headers[.contentLength] = nil }
    }
}
