import NexusCore

extension Rejection {
    /// The answer that a handler's error stands for, or nothing where it is the handler's failure: as one with a status that is no error's.
    init?(thrown error: any Error) {
        guard let rejection = error as? Rejection, (400...599).contains(rejection.status) else { return nil }
        self = rejection
    }
}
