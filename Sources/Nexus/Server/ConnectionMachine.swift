import NIOCore
import NIOHTTP1
import NexusCore

/// What one connection (or one HTTP/2 stream) is doing: a pure state machine over the parts of its messages.
///
/// It holds back what comes behind the request that is answered, counts and bounds bodies, and knows by when the client or the
/// handler must have done the next thing. Side effects are the handler's.
struct ConnectionMachine {
    /// What the handler shall do next.
    enum Action {
        /// Nothing; wait for parts, an answer or the clock.
        case none
        /// A request's head is there: open it and decide about it.
        case open(HTTPRequestHead)
        /// The client waits for leave to send its body.
        case sendContinue
        /// The whole body is there: run the handler.
        case run(ByteBuffer)
        /// The open request cannot be served as it arrives: answer so, and end the connection.
        case refuse(Rejection)
        /// What arrived is no request: answer so, and end the connection.
        case refuseUnreadable(Rejection)
        /// Say when everything sent so far is with the client's system: ``answered(now:)``.
        case flush
        /// Nothing more will be sent: close that half, and read on so that the client can take in the answer.
        case shutDown
        /// An HTTP/2 stream is answered, and the rest of its request is not wanted.
        case reset
        /// End the connection.
        case close
    }

    private(set) var phase = Phase.idle
    /// Whether the connection can be used for another request after the current one.
    private(set) var keepsAlive = true
    /// The number of body bytes of the current request so far.
    private(set) var receivedBytes = 0
    /// The number of bytes that arrived behind the current request's head, its framing included.
    private var wireBytes = 0

    /// What has arrived and was not yet looked at.
    private enum Part {
        /// A head; whole, if neither content nor an end follows it.
        case head(HTTPRequestHead, isWhole: Bool)
        case body(ByteBuffer)
        case end
    }

    private var parts = CircularBuffer<Part>(initialCapacity: 4)
    /// Whether the last part ended a request.
    private var isBehindEnd = true
    private var queuedHeads = 0
    /// Whether more requests came at once than may wait; what is behind them is lost.
    private var isOverrun = false
    /// What is wrong with the bytes behind the parts.
    private var failure: Rejection?
    private var body = ByteBuffer()
    private var bodyLimit = 0
    private var expectsContinue = false
    /// Whether the current request's end has been taken from the queue.
    private var isRequestComplete = true
    private var isInputClosed = false
    private var isStopping = false
    private(set) var phaseStart: Int64
    private(set) var sawFirstByte = false
    private let limits: ServerLimits
    private let isSingleExchange: Bool

    /// How long an idle connection may still bring the request that was on its way when the server began to stop.
    static let stopGrace = Duration.milliseconds(500)

    /// Creates a machine.
    /// - Parameters:
    ///   - isSingleExchange: Whether it ends with its first request, as an HTTP/2 stream does.
    init(limits: ServerLimits, isSingleExchange: Bool = false, now: Int64) {
        self.limits = limits
        self.isSingleExchange = isSingleExchange
        self.phaseStart = now
    }

    /// Whether another part may be read from the socket.
    var wantsRead: Bool {
        switch self.phase {
        case .idle, .receiving, .draining, .lingering: true
        case .deciding, .handling, .recording, .sending, .producing: self.parts.isEmpty && !self.isRequestComplete
        case .closed: false
        }
    }

    /// Whether the last answer is out, and what arrives is thrown away.
    var isPastReading: Bool { self.phase == .lingering || self.phase == .closed }

    /// Whether what arrives next is the beginning of a request.
    var isBetweenRequests: Bool { self.isBehindEnd && !self.isOverrun && self.failure == nil }

    /// Takes in a part. Of too many requests behind the current one, as many as may wait are answered; then the connection ends.
    mutating func receive(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head): self.append(.head(head, isWhole: false))
        case .body(let bytes): self.append(.body(bytes))
        case .end: self.append(.end)
        }
    }

    /// Takes in a request that is its head alone, and asks for nothing that concerns the connection.
    mutating func receive(whole head: HTTPRequestHead) {
        self.append(.head(head, isWhole: true))
    }

    private mutating func append(_ part: Part) {
        guard !self.isOverrun, !self.isPastReading else { return }
        switch part {
        case .head(_, let isWhole):
            guard self.queuedHeads < self.limits.maxPipelinedRequests else { return self.isOverrun = true }
            self.queuedHeads += 1
            self.isBehindEnd = isWhole
        case .body: self.isBehindEnd = false
        case .end: self.isBehindEnd = true
        }
        self.parts.append(part)
    }

    /// Notes that the bytes behind the parts so far are no HTTP. It is said once their turn has come.
    mutating func receiveUnreadable(_ rejection: Rejection) {
        self.failure = self.failure ?? rejection
    }

    /// Notes that bytes are about to arrive.
    mutating func noteBytes(_ count: Int) {
        self.wireBytes &+= count
    }

    /// Notes that bytes of a request have begun to arrive.
    mutating func noteFirstByte(now: Int64) {
        guard self.phase == .idle, !self.sawFirstByte else { return }
        self.sawFirstByte = true
        self.phaseStart = now
    }

    /// The next thing to do. To be asked until it says none.
    mutating func next(now: Int64) -> Action {
        switch self.phase {
        case .deciding, .handling, .recording, .sending, .producing, .lingering, .closed: .none
        case .idle: self.nextRequest(now: now)
        case .receiving: self.nextOfBody(now: now)
        case .draining: self.drain(now: now)
        }
    }

    private mutating func nextRequest(now: Int64) -> Action {
        while let part = self.parts.popFirst() {
            guard case .head(let head, let isWhole) = part else { continue }
            self.queuedHeads -= 1
            // What came behind this one is lost.
            if self.isOverrun, self.queuedHeads == 0 { self.keepsAlive = false }
            self.enter(.deciding, now)
            self.isRequestComplete = isWhole
            self.receivedBytes = 0
            self.wireBytes = 0
            self.body = ByteBuffer()
            if !isWhole { self.keepsAlive = self.keepsAlive && (self.isSingleExchange || head.canBeFollowed) }
            self.expectsContinue = !isWhole && head.expectsContinue
            return .open(head)
        }
        guard let failure else { return .none }
        self.keepsAlive = false
        self.isRequestComplete = true
        self.receivedBytes = 0
        self.enter(.deciding, now)
        return .refuseUnreadable(failure)
    }

    private mutating func nextOfBody(now: Int64) -> Action {
        guard !self.isRequestComplete else { return self.run(now: now) }
        if self.expectsContinue, self.parts.isEmpty, self.failure == nil {
            self.expectsContinue = false
            return .sendContinue
        }
        while let part = self.parts.popFirst() {
            switch part {
            case .head: return self.refuse(.malformedRequest, now: now)
            case .body(var bytes):
                self.receivedBytes += bytes.readableBytes
                guard self.receivedBytes <= self.bodyLimit else { return self.refuse(.payloadTooLarge, now: now) }
                if self.body.readableBytes == 0 { self.body = bytes } else { self.body.writeBuffer(&bytes) }
            case .end:
                self.isRequestComplete = true
                return self.run(now: now)
            }
        }
        if let failure { return self.refuse(failure, now: now) }
        if self.isPadded { return self.refuse(.malformedRequest, now: now) }
        guard self.isInputClosed else { return .none }
        self.closed()
        return .close
    }

    private mutating func run(now: Int64) -> Action {
        self.enter(.handling, now)
        let body = self.body
        self.body = ByteBuffer()
        return .run(body)
    }

    private mutating func refuse(_ rejection: Rejection, now: Int64) -> Action {
        self.body = ByteBuffer()
        self.enter(.deciding, now)
        return .refuse(rejection)
    }

    private mutating func drain(now: Int64) -> Action {
        while let part = self.parts.popFirst() {
            switch part {
            case .head: return self.retire(now: now)
            case .body(let bytes):
                self.receivedBytes += bytes.readableBytes
                guard self.receivedBytes <= self.limits.maxUnreadBody else { return self.retire(now: now) }
            case .end:
                self.isRequestComplete = true
                return self.finish(now: now)
            }
        }
        return self.failure == nil && !self.isPadded ? .none : self.retire(now: now)
    }

    /// Whether far more bytes arrived than the content and its framing can be: chunk extensions have no end of their own (RFC 9112 §7.1.1).
    private var isPadded: Bool { self.wireBytes / 8 > self.receivedBytes + 16_384 }

    /// The request was admitted; its body may come, up to a limit.
    mutating func admit(bodyLimit: Int, now: Int64) {
        self.bodyLimit = bodyLimit
        self.enter(.receiving, now)
    }

    /// An answer is about to be recorded and sent.
    /// - Parameters:
    ///   - declaredLength: The size of the request's body, or nothing when its head does not say.
    ///   - closing: Whether the connection is to end with it.
    /// - Returns: Whether the connection ends with it: the client asked for that, or still sends a body that nobody reads.
    mutating func answer(now: Int64, declaredLength: Int?, closing: Bool) -> Bool {
        if !self.isRequestComplete, case .end? = self.parts.first {
            self.parts.removeFirst()
            self.isRequestComplete = true
        }
        let isUnwanted = self.expectsContinue || (declaredLength ?? .max) > self.limits.maxUnreadBody || self.failure != nil
        if closing || (!self.isRequestComplete && isUnwanted) { self.keepsAlive = false }
        self.enter(.recording, now)
        return !self.keepsAlive
    }

    /// A streamed answer has begun, or goes on: it takes as long as its producer does, if that does not fall silent.
    mutating func produce(now: Int64) {
        self.enter(.producing, now)
    }

    /// A streamed answer is complete and waits to be recorded.
    mutating func record(now: Int64) {
        self.enter(.recording, now)
    }

    /// Bytes of an answer wait for the client to read.
    mutating func send(now: Int64) {
        self.enter(.sending, now)
    }

    /// The client took in a part of the answer: its clock starts again.
    mutating func progressed(now: Int64) {
        if self.phase == .sending { self.phaseStart = now }
    }

    /// The answer has been handed to the client's system, as far as the connection needs to know.
    mutating func answered(now: Int64) -> Action {
        guard self.phase == .sending else { return .none }
        guard self.keepsAlive else { return self.end(now: now) }
        guard self.isRequestComplete else {
            self.enter(.draining, now)
            return .none
        }
        return self.finish(now: now)
    }

    private mutating func finish(now: Int64) -> Action {
        guard self.keepsAlive, !self.isSingleExchange else { return self.retire(now: now) }
        self.enter(.idle, now)
        self.sawFirstByte = !self.parts.isEmpty
        return .none
    }

    private mutating func end(now: Int64) -> Action {
        if self.isSingleExchange {
            self.closed()
            return self.isRequestComplete ? .none : .reset
        }
        self.parts.removeAll()
        self.enter(self.isInputClosed ? .closed : .lingering, now)
        return self.isInputClosed ? .close : .shutDown
    }

    /// Ends a connection between requests once everything is sent.
    mutating func retire(now: Int64) -> Action {
        self.keepsAlive = false
        guard !self.isSingleExchange else { return self.end(now: now) }
        self.parts.removeAll()
        self.enter(.sending, now)
        return .flush
    }

    /// The server is stopping: the current request is the last one, or the one that is on its way.
    mutating func quiesce(now: Int64) {
        self.keepsAlive = false
        self.isStopping = true
        if self.phase == .idle, !self.sawFirstByte { self.phaseStart = now }
    }

    /// The client sends nothing more.
    mutating func inputClosed(now: Int64) -> Action {
        self.isInputClosed = true
        self.keepsAlive = false
        switch self.phase {
        case .idle, .draining: return self.retire(now: now)
        case .receiving, .lingering:
            self.closed()
            return .close
        case .deciding, .handling, .recording, .sending, .producing, .closed: return .none
        }
    }

    /// The connection is gone.
    mutating func closed() {
        self.phase = .closed
        self.parts.removeAll()
        self.body = ByteBuffer()
    }

    /// What has taken too long, if anything.
    func expiry(now: Int64) -> Expiry? {
        let elapsed = now - self.phaseStart
        func isOver(_ limit: Duration) -> Bool { elapsed >= limit.nanoseconds }
        switch self.phase {
        case .idle where self.sawFirstByte: return isOver(self.limits.headerTimeout) ? .header : nil
        case .idle: return isOver(self.isStopping ? Self.stopGrace : self.limits.idleTimeout) ? .idle : nil
        case .receiving, .draining:
            if isOver(self.limits.bodyTimeout) { return .body }
            let graceful = isOver(self.limits.minBodyRateGrace)
            let expected = Int64(self.limits.minBodyRate).multipliedReportingOverflow(by: elapsed / 1_000_000_000)
            return graceful && (expected.overflow || Int64(self.receivedBytes) < expected.partialValue) ? .body : nil
        case .deciding, .handling: return isOver(self.limits.handlerTimeout) ? .handler : nil
        case .recording, .sending: return isOver(self.limits.writeTimeout) ? .write : nil
        case .lingering: return isOver(self.limits.lingerTime) ? .linger : nil
        case .producing: return self.limits.streamIdleTimeout > .zero && isOver(self.limits.streamIdleTimeout) ? .stream : nil
        case .closed: return nil
        }
    }

    private mutating func enter(_ phase: Phase, _ now: Int64) {
        self.phase = phase
        self.phaseStart = now
    }
}
