import Logging
import NIOCore
import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Waits when no connection can be accepted for want of descriptors or memory, and says so once a minute.
///
/// NIO's own pause does not hold: after an error of `accept` the listening socket stays registered, and its loop would try without end.
final class AcceptErrorHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private static let pause = TimeAmount.seconds(1)
    private static let silence = Duration.seconds(60)
    private let logger: Logger
    private let time: TimeSource
    private var lastLine: Int64?
    private var failures = 0
    private var isPaused = false

    init(logger: Logger, time: TimeSource) {
        self.logger = logger
        self.time = time
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? IOError, error.isShortage {
            self.say(error)
            self.wait(context)
        }
        context.fireErrorCaught(error)
    }

    private func say(_ error: IOError) {
        self.failures += 1
        let now = self.time.now().uptimeNanoseconds
        guard self.lastLine.map({ now - $0 >= Self.silence.nanoseconds }) ?? true else { return }
        self.logger.error("cannot accept connections", metadata: ["error": "\(error)", "attempts": "\(self.failures)"])
        self.lastLine = now
        self.failures = 0
    }

    private func wait(_ context: ChannelHandlerContext) {
        guard !self.isPaused else { return }
        self.isPaused = true
        let channel = context.channel
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        channel.setOption(.autoRead, value: false).whenComplete { _ in }
        context.eventLoop.scheduleTask(in: Self.pause) {
            bound.value.isPaused = false
            channel.setOption(.autoRead, value: true).whenComplete { _ in }
        }
    }
}

extension IOError {
    /// Whether the process or the machine has run out of something that comes back.
    fileprivate var isShortage: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(self.errnoCode) }
}
