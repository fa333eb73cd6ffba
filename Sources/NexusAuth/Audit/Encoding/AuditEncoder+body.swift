import NexusCore

extension AuditEncoder {
    /// Writes what may be kept of a body: JSON and forms redacted, of a multipart body the names of its parts, of any other its size.
    ///
    /// A body that was cut, or that does not parse, cannot be redacted by name, so nothing of it is kept.
    func write(_ body: AuditCapture.Body, as name: StaticString, to writer: inout JSONWriter) {
        let type = body.mediaType.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 > 0x20 }.map(\.asciiLowercased)
        let essence = String(decoding: type, as: UTF8.self)
        writer.name(name)
        writer.beginObject()
        writer.member("bytes", body.totalBytes)
        writer.member("type", self.redactor.text(essence, limit: 128))
        if body.totalBytes > self.config.maxBodyLogSize || body.bytes.count < body.totalBytes {
            writer.member("omitted", "too_large")
        } else if essence == "application/json" || essence.hasSuffix("+json") {
            self.writeJSON(body.bytes, to: &writer)
        } else if essence == "application/x-www-form-urlencoded" {
            writer.member("form", self.redactor.parameters(String(decoding: body.bytes, as: UTF8.self), limit: self.config.maxBodyLogSize))
        } else if essence == "multipart/form-data" {
            writer.name("parts")
            writer.beginArray()
            for part in MultipartNames.names(in: body.bytes).prefix(64) { writer.value(self.redactor.text(part, limit: 128)) }
            writer.endArray()
        } else if body.totalBytes > 0 {
            writer.member("omitted", "type")
        }
        writer.endObject()
    }

    private func writeJSON(_ bytes: [UInt8], to writer: inout JSONWriter) {
        let limits = JSONParser.Limits(maximumBytes: self.config.maxBodyLogSize, maximumDepth: 32)
        do {
            let value = try JSONParser.parse(bytes, limits: limits)
            writer.name("json")
            writer.value(self.redactor.json(value))
        } catch {
            writer.member("omitted", "unparsable")
        }
    }
}
