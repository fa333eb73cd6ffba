public import Logging
public import NexusAuth
import Synchronization
import Tracing

/// Sets up logging for the whole process, once.
public enum LoggingBootstrap {
    private static let isDone = Atomic<Bool>(false)

    /// Makes every logger of the process write through ``NexusLogHandler``.
    /// - Parameters:
    ///   - level: The least level that is written.
    ///   - format: How lines look.
    ///   - redactor: What is a secret.
    ///   - output: Where lines go.
    /// - Returns: Whether it was done now; a second call changes nothing.
    @discardableResult
    public static func start(
        level: Logger.Level = .info, format: LogFormat = .json, redactor: Redactor = Redactor(), output: LogOutput = .standardError
    ) -> Bool {
        guard !self.isDone.exchange(true, ordering: .acquiringAndReleasing) else { return false }
        LoggingSystem.bootstrap(
            { label, provider in
                NexusLogHandler(
                    label: label, level: level, format: format, redactor: redactor, output: output, metadataProvider: provider
                )
            },
            metadataProvider: .traceContext
        )
        return true
    }
}
