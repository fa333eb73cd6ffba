import NIOCore
import NIOEmbedded
import NexusCore
import Testing

@testable import Nexus

/// When answers are sent.
@Suite struct FlushBatchTests {
    /// Says which channel was flushed.
    private final class FlushRecorder: ChannelOutboundHandler {
        typealias OutboundIn = Never
        let flushed: () -> Void

        init(_ flushed: @escaping () -> Void) { self.flushed = flushed }

        func flush(context: ChannelHandlerContext) {
            context.flush()
            self.flushed()
        }
    }

    private final class Log {
        var names: [String] = []
    }

    private let loop = EmbeddedEventLoop()
    private let log = Log()

    private func channel(_ name: String, afterFlush: @escaping () -> Void = {}) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(loop: self.loop)
        let log = self.log
        try channel.pipeline.syncOperations.addHandler(
            FlushRecorder {
                log.names.append(name)
                afterFlush()
            })
        return channel
    }

    private func moment(_ nanoseconds: Int64) -> Moment { Moment(unixNanoseconds: 0, uptimeNanoseconds: nanoseconds) }

    @Test func `Answers are sent behind all that the loop has taken in, those of one connection together`() throws {
        let batch = FlushBatch(eventLoop: self.loop)
        let (first, second) = (try self.channel("first"), try self.channel("second"))
        for channel in [first, first, second] { batch.add(channel, now: self.moment(0)) }
        #expect(self.log.names.isEmpty)
        self.loop.run()
        #expect(self.log.names == ["first", "second"])
        batch.add(second, now: self.moment(1))
        self.loop.run()
        #expect(self.log.names == ["first", "second", "second"])
    }

    @Test func `No answer waits longer than it may`() throws {
        let batch = FlushBatch(eventLoop: self.loop)
        let (first, second) = (try self.channel("first"), try self.channel("second"))
        batch.add(first, now: self.moment(7))
        batch.add(second, now: self.moment(6 + FlushBatch.longestWait))
        #expect(self.log.names.isEmpty)
        batch.add(second, now: self.moment(7 + FlushBatch.longestWait))
        #expect(self.log.names == ["first", "second"])
        // The next one waits anew.
        batch.add(first, now: self.moment(8 + FlushBatch.longestWait))
        #expect(self.log.names == ["first", "second"])
        self.loop.run()
        #expect(self.log.names == ["first", "second", "first"])
    }

    @Test func `An answer that is written while others are sent is sent too`() throws {
        let batch = FlushBatch(eventLoop: self.loop)
        let second = try self.channel("second")
        let first = try self.channel("first") { batch.add(second, now: self.moment(1)) }
        batch.add(first, now: self.moment(0))
        self.loop.run()
        #expect(self.log.names == ["first", "second"])
    }
}
