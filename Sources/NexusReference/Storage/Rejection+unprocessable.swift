import NexusCore

extension Rejection {
    /// 422: a value of the request is not acceptable.
    /// - Parameters:
    ///   - field: The member of the body, or the parameter.
    ///   - detail: One sentence for a person.
    static func unprocessable(_ field: String, _ detail: String) -> Rejection {
        Rejection(status: 422, code: .unprocessable, detail: detail, field: field)
    }
}
