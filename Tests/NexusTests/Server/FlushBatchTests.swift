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

    /// A batch of a loop that is busy: as many answers as are sent at once are behind it.
    private func busy(until end: Int64) throws -> FlushBatch {
        let batch = FlushBatch(eventLoop: self.loop)
        let channel = try self.channel("before")
        for _ in 0..<FlushBatch.sentAtOnce { batch.add(channel, now: self.moment(end)) }
        #expect(self.log.names.count == FlushBatch.sentAtOnce)
        self.log.names = []
        return batch
    }

    @Test func `Answers of a busy loop are sent behind all that it has taken in, those of one connection together`() throws {
        let batch = try self.busy(until: 0)
        let (first, second) = (try self.channel("first"), try self.channel("second"))
        for channel in [first, first, second] { batch.add(channel, now: self.moment(0)) }
        #expect(self.log.names.isEmpty)
        self.loop.run()
        #expect(self.log.names == ["first", "second"])
        batch.add(second, now: self.moment(1))
        #expect(self.log.names == ["first", "second"])
        self.loop.run()
        #expect(self.log.names == ["first", "second", "second"])
    }

    @Test func `Answers that come one by one are sent at once`() throws {
        let batch = try self.busy(until: 0)
        let channel = try self.channel("one")
        for number in 1...5 as ClosedRange<Int64> {
            batch.add(channel, now: self.moment(number * (FlushBatch.longestGap + 1)))
            #expect(self.log.names.count == Int(number))
        }
        // An answer soon after the last one is the second of its row.
        batch.add(channel, now: self.moment(5 * (FlushBatch.longestGap + 1) + FlushBatch.longestGap))
        #expect(self.log.names.count == 6)
    }

    @Test func `No answer waits longer than it may`() throws {
        let batch = try self.busy(until: 0)
        let (first, second) = (try self.channel("first"), try self.channel("second"))
        // Each soon after the one before it.
        let times = Array(stride(from: 7, to: 7 + FlushBatch.longestWait, by: Int(FlushBatch.longestGap)))
        for time in times { batch.add(time == times[0] ? first : second, now: self.moment(time)) }
        #expect(self.log.names.isEmpty)
        batch.add(second, now: self.moment(7 + FlushBatch.longestWait))
        #expect(self.log.names == ["first", "second"])
        // The next one waits anew.
        batch.add(first, now: self.moment(8 + FlushBatch.longestWait))
        #expect(self.log.names == ["first", "second"])
        self.loop.run()
        #expect(self.log.names == ["first", "second", "first"])
    }

    @Test func `A handler that takes long holds up no answer beyond its own`() throws {
        let batch = try self.busy(until: 0)
        let (first, second) = (try self.channel("first"), try self.channel("second"))
        batch.add(first, now: self.moment(0))
        batch.add(second, now: self.moment(FlushBatch.longestWait))
        #expect(self.log.names == ["first", "second"])
    }

    @Test func `An answer that is written while others are sent is sent too`() throws {
        let batch = try self.busy(until: 0)
        let second = try self.channel("second")
        let first = try self.channel("first") { batch.add(second, now: self.moment(1)) }
        batch.add(first, now: self.moment(0))
        self.loop.run()
        #expect(self.log.names == ["first", "second"])
    }
}
