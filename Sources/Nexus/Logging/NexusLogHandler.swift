public import Logging
public import NexusAuth
import NexusCore

/// A swift-log handler that writes one line an event, as JSON or as text, with secrets left out.
public struct NexusLogHandler: LogHandler {
    /// The least level that is written.
    public var logLevel: Logger.Level
    /// The logger's own metadata.
    public var metadata: Logger.Metadata = [:]
    /// Adds metadata of the current task, such as its trace.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let redactor: Redactor
    private let output: LogOutput
    private let time: TimeSource

    /// Creates a handler.
    /// - Parameters:
    ///   - label: The logger's label.
    ///   - level: The least level that is written.
    ///   - format: How lines look.
    ///   - redactor: What is a secret.
    ///   - output: Where lines go.
    ///   - metadataProvider: Adds metadata of the current task.
    public init(
        label: String, level: Logger.Level = .info, format: LogFormat = .json, redactor: Redactor = Redactor(),
        output: LogOutput = .standardError, metadataProvider: Logger.MetadataProvider? = nil
    ) {
        self.init(
            label: label, level: level, format: format, redactor: redactor, output: output, metadataProvider: metadataProvider,
            time: .system
        )
    }

    init(
        label: String, level: Logger.Level, format: LogFormat, redactor: Redactor, output: LogOutput,
        metadataProvider: Logger.MetadataProvider?, time: TimeSource
    ) {
        self.label = label
        self.logLevel = level
        self.format = format
        self.redactor = redactor
        self.output = output
        self.metadataProvider = metadataProvider
        self.time = time
    }

    /// One value of the logger's own metadata.
    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    /// Writes an event; of metadata with one name the event's counts, then the task's, then the logger's.
    public func log(event: LogEvent) {
        var metadata = self.metadata
        if let provided = self.metadataProvider?.get() { metadata.merge(provided) { $1 } }
        if let own = event.metadata { metadata.merge(own) { $1 } }
        let record = LogRecord(event, label: self.label, metadata: metadata, redactor: self.redactor)
        let lost = self.write(record)
        if lost > 0 { _ = self.write(LogRecord(lost: lost, label: self.label), standingFor: lost) }
    }

    /// Writes a record.
    /// - Returns: How many lines were lost before it.
    private func write(_ record: LogRecord, standingFor count: Int = 1) -> Int {
        let now = self.time.now().unixNanoseconds
        let isJSON = self.format == .json
        return self.output.append(isJSON ? LogLine.json(record, unixNanoseconds: now) : LogLine.text(record, unixNanoseconds: now), count)
    }
}
