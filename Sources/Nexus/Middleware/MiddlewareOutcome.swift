import HummingbirdCore

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
    /// It is answered in front: refused, or by a handler of Nexus' own.
    case answered(MiddlewareOutcome)
    /// It goes on, as it is and with what is known about it.
    case admitted(HummingbirdCore.Request, RequestContext)
}
