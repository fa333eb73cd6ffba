import NIOCore
import NexusCore

/// The answers of one event loop's connections that are written and not sent yet.
///
/// Where answer follows answer, they are sent one behind the other, once everything that was ready to be read has been taken in: a system call that
/// follows its like finds the kernel's code at hand, and one between two requests does not. Where there are few, each is sent at once: then
/// its client goes on while the next one is answered.
final class FlushBatch {
    /// How soon an answer must follow another to be of the same row, in nanoseconds.
    static let longestGap: Int64 = 30_000
    /// How many answers of a row are sent at once, before the loop counts as busy.
    static let sentAtOnce = 2
    /// How long an answer waits for those of other connections, in nanoseconds, besides the handler that runs when it is over.
    static let longestWait: Int64 = 250_000

    private let eventLoop: any EventLoop
    private var channels: [any Channel] = []
    /// When the first of them was written.
    private var start: Int64 = 0
    private var isScheduled = false
    /// When the last answer was written, and which of its row it was.
    private var lastAnswer: Int64 = .min / 2
    private var row = 0

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Sends what was written to a channel, now or soon.
    func add(_ channel: any Channel, now: Moment) {
        let now = now.uptimeNanoseconds
        self.row = now - self.lastAnswer <= Self.longestGap ? self.row &+ 1 : 1
        self.lastAnswer = now
        if self.channels.isEmpty {
            guard self.row > Self.sentAtOnce else { return channel.flush() }
            self.start = now
        }
        // Answers to requests that came together are sent together.
        if self.channels.last !== channel { self.channels.append(channel) }
        if now - self.start >= Self.longestWait { self.send() } else { self.schedule() }
    }

    /// The loop does this after all that its sockets have for it.
    private func schedule() {
        guard !self.isScheduled else { return }
        self.isScheduled = true
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.eventLoop.execute {
            bound.value.isScheduled = false
            bound.value.send()
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
