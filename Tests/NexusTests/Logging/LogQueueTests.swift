import Foundation
import Logging
import NexusCore
import Testing

@testable import Nexus

/// The log's reader may stop reading; whoever logs must not notice.
@Suite(.timeLimit(.minutes(1))) struct LogQueueTests {
    private static func lines(_ data: Data) -> [String] {
        String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `Lines come out in their order, all of them, from many threads`() async throws {
        let pipe = Pipe()
        let queue = LogQueue(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        async let read = Task.detached { pipe.fileHandleForReading.readDataToEndOfFile() }.value
        await withTaskGroup { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<500 { #expect(queue.append(Array("\(writer) \(number)\n".utf8)) == 0) }
                }
            }
        }
        queue.flush(within: .seconds(20))
        try pipe.fileHandleForWriting.close()
        let lines = Self.lines(await read)
        #expect(lines.count == 4_000)
        for writer in 0..<8 {
            #expect(lines.filter { $0.hasPrefix("\(writer) ") } == (0..<500).map { "\(writer) \($0)" })
        }
    }

    @Test func `A reader that has stopped holds nobody up, and what was lost is counted to the line`() async throws {
        let pipe = Pipe()
        let queue = LogQueue(descriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: 10_000)
        let line = Array((String(repeating: "x", count: 99) + "\n").utf8)
        // Far more than the pipe and the queue hold. A write that waits would never end: nobody reads yet.
        var lost = 0
        for _ in 0..<20_000 { lost += queue.append(line) }
        queue.flush(within: .milliseconds(50))
        let reader = Task.detached { pipe.fileHandleForReading.readDataToEndOfFile() }
        queue.flush(within: .seconds(20))
        lost += queue.append(line)
        queue.flush(within: .seconds(20))
        try pipe.fileHandleForWriting.close()
        let lines = Self.lines(await reader.value)
        #expect(lost > 0)
        #expect(lines.count + lost == 20_001)
        #expect(lines.allSatisfy { $0.count == 99 }, "no line is cut")
    }

    @Test(arguments: [LogFormat.json, .text])
    func `The line after says how many were lost`(format: LogFormat) async throws {
        let pipe = Pipe()
        let queue = LogQueue(descriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: 4_000)
        let handler = NexusLogHandler(
            label: "test", level: .info, format: format, redactor: .init(), output: LogOutput(queue), metadataProvider: nil,
            time: .manual(ManualTime()))
        let logger = Logger(label: "test") { _ in handler }
        for _ in 0..<2_000 { logger.info("a line that nobody reads for the time being") }
        let reader = Task.detached { pipe.fileHandleForReading.readDataToEndOfFile() }
        queue.flush(within: .seconds(20))
        logger.info("after")
        queue.flush(within: .seconds(20))
        try pipe.fileHandleForWriting.close()
        let lines = Self.lines(await reader.value)
        let notices = lines.filter { $0.contains("log lines were lost") }
        let lost = notices.compactMap { notice in Int(notice.split { !$0.isNumber }.last ?? "") }
        #expect(lines.count - notices.count + lost.reduce(0, +) == 2_001)
        #expect(lines.dropLast().last?.contains("after") == true)
        #expect(lines.last == notices.last)
    }

    @Test func `What cannot be written any more is let go`() throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        signal(SIGPIPE, SIG_IGN)
        let queue = LogQueue(descriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: 1_000)
        for _ in 0..<100 {
            #expect(queue.append(Array("line\n".utf8)) == 0)
            queue.flush(within: .seconds(20))
        }
    }
}
