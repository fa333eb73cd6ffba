import HTTPTypes
import NIOHTTP1

extension HTTPRequestHead {
    /// The head as it was before a server turned it into HTTP types: `Host` stands among the fields again.
    init(forExchange request: HTTPRequest) {
        var headers = HTTPHeaders()
        headers.reserveCapacity(request.headerFields.count + 1)
        if let authority = request.authority { headers.add(name: "Host", value: authority) }
        for field in request.headerFields { headers.add(name: field.name.rawName, value: field.value) }
        self.init(
            version: .http1_1,
            method: NIOHTTP1.HTTPMethod(rawValue: request.method.rawValue),
            uri: request.path ?? "",
            headers: headers
        )
    }
}
