import HTTPTypes
import NIOHTTP1

extension HTTPRequestHead {
    /// The head as it was before a server turned it into HTTP types: `Host` stands among the fields again.
    init(forExchange request: HTTPRequest) {
        // All at once: names that are added one by one are each looked through, and these are tokens already.
        var fields: [(String, String)] = []
        fields.reserveCapacity(request.headerFields.count + 1)
        if let authority = request.authority { fields.append(("Host", authority)) }
        for field in request.headerFields { fields.append((field.name.rawName, field.value)) }
        self.init(
            version: .http1_1,
            method: NIOHTTP1.HTTPMethod(rawValue: request.method.rawValue),
            uri: request.path ?? "",
            headers: HTTPHeaders(fields)
        )
    }
}
