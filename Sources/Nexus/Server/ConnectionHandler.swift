import Logging
import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

/// Answers the requests of one connection, or of one HTTP/2 stream.
///
/// The gate decides on the event loop, as soon as a head is there: a refused request never becomes a task. What is admitted runs in one task
/// that prefers the loop's thread, or right here when its handler does not wait.
final class ConnectionHandler: ChannelDuplexHandler, TimedConnection {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never

    let wire: ResponseWire
    let runtime: Runtime
    let services: LoopServices
    let peer: IPAddress
    let isTLS: Bool

    var machine: ConnectionMachine
    var context: ChannelHandlerContext?
    /// The request that is open, and its number; a late answer to another number is dropped.
    var exchange: Exchange?
    var exchangeNumber: UInt64 = 0
    private(set) var task: Task<Void, Never>?
    private var taskNumber: UInt64 = 0
    var stream: StreamedAnswer?
    /// Whether an answer is out but for what the client has yet to make room for.
    var awaitsWritability = false
    /// When the bytes arrived whose parts are being taken in.
    private var readTime: Moment?
    private var hasPendingRead = false
    private var isAdvancing = false

    init(wire: ResponseWire, runtime: Runtime, services: LoopServices, peer: IPAddress, isTLS: Bool) {
        self.wire = wire
        self.runtime = runtime
        self.services = services
        self.peer = peer
        self.isTLS = isTLS
        let app = runtime.current
        self.machine = ConnectionMachine(
            limits: app.limits, isSingleExchange: wire.isSingleExchange, now: app.time.now().uptimeNanoseconds)
    }

    var now: Moment { self.runtime.time.now() }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.services.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.services.remove(self)
        self.context = nil
    }

    /// Bytes have arrived that the decoder is about to see.
    func noteArrival(of count: Int) {
        let now = self.now
        self.readTime = now
        self.machine.noteBytes(count)
        self.machine.noteFirstByte(now: now.uptimeNanoseconds)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.machine.receive(self.unwrapInboundIn(data))
        self.advance(self.timeOfRead())
    }

    /// A request that is its head alone has arrived, and went round the decoder.
    func receive(_ head: HTTPRequestHead) {
        self.machine.receive(whole: head)
        self.advance(self.timeOfRead())
    }

    /// Whether the last answer is out, and what arrives is thrown away.
    var isPastReading: Bool { self.machine.isPastReading }

    /// Whether what arrives next is the beginning of a request.
    var isBetweenRequests: Bool { self.machine.isBetweenRequests }

    private func timeOfRead() -> Moment {
        let now = self.readTime ?? self.now
        self.readTime = now
        return now
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.advance(self.readTime ?? self.now)
        self.readTime = nil
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if self.machine.wantsRead {
            context.read()
        } else {
            self.hasPendingRead = true
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.disconnect()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { self.clientCaughtUp() }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            let now = self.now
            self.perform(self.machine.inputClosed(now: now.uptimeNanoseconds), now)
        case is ChannelShouldQuiesceEvent: self.machine.quiesce(now: self.now.uptimeNanoseconds)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.invalidEOFState where self.exchange != nil:
            // The client is gone in the middle of a body: the end of input that follows says so.
            break
        case is ByteToMessageDecoderError:
            // More from a client whose request was unreadable: the answers before it still go out, for as long as the machine lingers.
            break
        case let error as HTTPParserError:
            self.machine.receiveUnreadable(Rejection(parsing: error))
            self.advance(self.now)
        default:
            context.close(promise: nil)
        }
    }

    /// Ends what has taken too long, with an answer where one is still possible.
    func checkTime(_ now: Moment) {
        guard self.isEstablished(now) else { return }
        guard let expiry = self.machine.expiry(now: now.uptimeNanoseconds) else { return }
        switch expiry {
        case .idle: self.perform(self.machine.retire(now: now.uptimeNanoseconds), now)
        case .header: self.machine.receiveUnreadable(.requestTimeout)
        case .body where self.exchange == nil: self.perform(self.machine.retire(now: now.uptimeNanoseconds), now)
        case .body: self.reject(.requestTimeout, closing: true)
        case .handler:
            self.cancelTask()
            self.reject(.handlerTimeout, closing: true)
        case .stream:
            self.task?.cancel()
            self.endStream(self.exchangeNumber, RequestError("the answer's producer fell silent"))
        case .write, .linger: self.context?.close(promise: nil)
        }
        self.advance(now)
    }

    /// Whether the channel has come to life. One that was accepted while its server closed never does: nobody registers it, and nobody
    /// else would close it.
    private func isEstablished(_ now: Moment) -> Bool {
        guard let context = self.context, !context.channel.isActive else { return true }
        if self.machine.expiry(now: now.uptimeNanoseconds) != nil || now.uptimeNanoseconds - self.machine.phaseStart > 1_000_000_000 {
            context.close(promise: nil)
        }
        return false
    }

    /// Does what the machine says until it has to wait.
    func advance(_ now: Moment) {
        guard !self.isAdvancing else { return }
        self.isAdvancing = true
        defer { self.isAdvancing = false }
        while true {
            let action = self.machine.next(now: now.uptimeNanoseconds)
            if case .none = action {
                guard self.hasPendingRead, self.machine.wantsRead else { break }
                self.hasPendingRead = false
                // An HTTP/2 stream may hand over at once what it held back: then there is more to do.
                self.context?.read()
            } else {
                self.perform(action, now)
            }
        }
    }

    func perform(_ action: ConnectionMachine.Action, _ now: Moment) {
        switch action {
        case .none: break
        case .open(let head): self.open(head, now)
        case .sendContinue: if let context { self.wire.writeContinue(to: context) }
        case .run(let body): self.run(body)
        case .refuse(let rejection): self.reject(rejection, closing: true)
        case .refuseUnreadable(let rejection): self.openUnreadable(rejection, now)
        case .flush: self.finishSending(isLast: true, now)
        case .shutDown: self.context?.close(mode: .output, promise: nil)
        case .reset: self.context?.triggerUserOutboundEvent(StreamResetHandler.RequestUnwanted(), promise: nil)
        case .close:
            // The answer to an earlier request may still be on its way out.
            self.context?.flush()
            self.context?.close(promise: nil)
        }
    }

    /// Runs what waits in a task.
    /// - Parameter executor: Where: on this loop, begun at once, or on Swift's pool.
    func startTask(on executor: HandlerExecutor = .eventLoop, _ work: nonisolated(nonsending) @escaping @Sendable () async -> Void) {
        self.taskNumber &+= 1
        let number = self.taskNumber
        let task =
            executor == .concurrentPool
            ? Task(executorPreference: globalConcurrentExecutor) { await work() }
            : Task.immediate(executorPreference: self.services.executor) { await work() }
        // One that never waited has ended by now, and may have been followed by another.
        if self.taskNumber == number { self.task = task }
    }

    /// The task has come to its end.
    func endTask() {
        self.taskNumber &+= 1
        self.task = nil
    }

    func cancelTask() {
        self.task?.cancel()
        self.endTask()
    }

    /// Whether what a task brings still belongs to the request that is open and unanswered.
    func isOpen(_ number: UInt64) -> Bool {
        self.exchangeNumber == number && self.exchange?.isRecorded == false
    }

    var loopBound: LoopBoundHandler { LoopBoundHandler(self) }
}
