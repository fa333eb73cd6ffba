import HTTPTypes

extension HTTPFields {
    /// Fields by names that have no constant.
    static func named(_ fields: KeyValuePairs<String, String>) -> HTTPFields {
        HTTPFields(fields.compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } })
    }
}
