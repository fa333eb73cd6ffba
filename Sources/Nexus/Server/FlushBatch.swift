import NIOCore
import NexusCore

/// The answers of one event loop's connections that are written and not sent yet.
///
/// They are sent one behind the other, once everything that was ready to be read has been taken in: a system call that follows its like finds the
/// kernel's code at hand, and one between two requests does not. A loop with a single request to answer sends it as soon as before.
final class FlushBatch {
    /// How long an answer waits for those of other connections, in nanoseconds, besides the handler that runs when it is over.
    static let longestWait: Int64 = 250_000

    private let eventLoop: any EventLoop
    private var channels: [any Channel] = []
    /// When the first of them was written.
    private var start: Int64 = 0
    private var isScheduled = false

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Sends what was written to a channel, now or soon.
    func add(_ channel: any Channel, now: Moment) {
        if self.channels.isEmpty { self.start = now.uptimeNanoseconds }
        // Answers to requests that came together are sent together.
        if self.channels.last !== channel { self.channels.append(channel) }
        if now.uptimeNanoseconds - self.start >= Self.longestWait {
            self.send()
        } else if !self.isScheduled {
            self.isScheduled = true
            let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
            // The loop does this after all that its sockets have for it.
            self.eventLoop.execute {
                bound.value.isScheduled = false
                bound.value.send()
            }
        }
    }

    private func send() {
        // A client that has caught up may have its next answer written meanwhile.
        var channels: [any Channel] = []
        swap(&channels, &self.channels)
        for channel in channels { channel.flush() }
        guard self.channels.isEmpty else { return }
        channels.removeAll(keepingCapacity: channels.count <= Self.largestRoom)
        swap(&channels, &self.channels)
    }

    private static let largestRoom = 1_024
}
