package import HummingbirdCore

/// How a request leaves the shell.
package enum MiddlewareAnswer: Sendable {
    /// With an answer that may be sent.
    case ready(HummingbirdCore.Response)
    /// With something that waits for its record, or that only the server can answer.
    case late(LateAnswer)

    init(_ response: HummingbirdCore.Response, after record: PendingRecord?) {
        self = record.map { .late(LateAnswer(.success(response), after: $0)) } ?? .ready(response)
    }
}

/// An answer that is not sent before its record is as safe as the trail promises.
package final class LateAnswer: Sendable {
    private let result: Result<HummingbirdCore.Response, any Error>
    private let record: PendingRecord?

    init(_ result: Result<HummingbirdCore.Response, any Error>, after record: PendingRecord?) {
        self.result = result
        self.record = record
    }

    /// Waits for the record.
    /// - Throws: What only the server can answer: broken framing, and a cancelled task.
    package func response() async throws -> HummingbirdCore.Response {
        await self.record?.isRecorded()
        return try self.result.get()
    }
}

extension PendingRecord {
    /// Waits until the record is as safe as the trail promises.
    func isRecorded() async {
        await withCheckedContinuation { continuation in self.whenRecorded { continuation.resume() } }
    }
}
