public import Logging
import NexusCore
import Tracing

extension Logger.MetadataProvider {
    /// Adds `trace_id` and `span_id` of the current task's trace context.
    public static let traceContext = Logger.MetadataProvider {
        guard let context = InstrumentationContext.current?.traceContext else { return [:] }
        return ["trace_id": .stringConvertible(context.traceID), "span_id": .stringConvertible(context.spanID)]
    }
}
