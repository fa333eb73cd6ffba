import HummingbirdCore
import NexusAuth

/// How the shell's work on a request came out.
enum MiddlewareOutcome {
    /// An answer whose record is written before it is sent.
    case whole(ResponseFields, ResponseBody, Exchange.Ending)
    /// An answer whose record is written when its body ends.
    case streamed(ResponseFields, ResponseBody)
    /// What only the server can answer.
    case thrown(any Error, Exchange.Ending, status: Int)
}

/// What becomes of a request before the app behind sees it.
enum MiddlewareVerdict {
    /// It is answered in front.
    indirect case answered(MiddlewareOutcome)
    /// It goes on, with what is known about it.
    case admitted(RequestContext)
}

/// What is known of a verdict without waiting.
enum MiddlewareJudgement {
    case settled(MiddlewareVerdict)
    /// Something has to be learned first.
    indirect case wait(Gate.Wait)
    /// A handler of Nexus' own answers.
    indirect case own(RouteHandler)
}
