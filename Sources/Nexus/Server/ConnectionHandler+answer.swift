import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

extension ConnectionHandler {
    /// Answers with an error.
    /// - Parameters:
    ///   - closing: Whether the connection ends, because what follows on it cannot be trusted or is not wanted.
    func reject(_ rejection: Rejection, closing: Bool = false, developerDetail: String? = nil) {
        guard let exchange = self.exchange else { return }
        let body = ProblemDetails.encode(rejection, requestID: exchange.requestID, developerDetail: developerDetail)
        var fields = exchange.fields(for: rejection, contentLength: body.readableBytes)
        fields.closes = closing
        let isFailure = rejection.status >= 500 && exchange.evaluation.refusal == nil
        self.answer(fields, body: body, isFailure ? .failed(rejection) : .rejected(rejection))
    }

    /// Answers with a body that is at hand, after the record is as safe as the audit trail promises.
    func answer(_ fields: ResponseFields, body: ByteBuffer?, _ ending: Exchange.Ending) {
        guard let exchange = self.exchange, !exchange.isRecorded else { return }
        let now = self.now
        let body = fields.hasBody && !exchange.isHead ? body : nil
        exchange.captureResponse(body, contentType: fields.contentType)
        exchange.requestBytes = self.machine.receivedBytes
        var fields = fields
        fields.closes = self.machine.answer(
            now: now.uptimeNanoseconds, declaredLength: exchange.headers.declaredBodySize, closing: fields.closes)
        guard let pending = exchange.close(ending, status: fields.status, responseBytes: body?.readableBytes ?? 0, now: now) else {
            return self.send(fields, body: body, now)
        }
        let number = self.exchangeNumber
        let handler = self.loopBound
        pending.whenRecorded { [fields] in
            handler.execute { handler in
                guard handler.exchangeNumber == number, handler.exchange != nil else { return }
                let now = handler.now
                handler.send(fields, body: body, now)
                handler.advance(now)
            }
        }
    }

    private func send(_ fields: ResponseFields, body: ByteBuffer?, _ now: Moment) {
        guard let exchange = self.exchange, let context = self.context else { return }
        let frame = AnswerFrame(
            edge: exchange.edge,
            services: self.services,
            isChunked: false,
            now: now,
            allocator: context.channel.allocator
        )
        self.exchange = nil
        self.machine.send(now: now.uptimeNanoseconds)
        if let body, body.readableBytes > Self.largestWrite {
            self.wire.writeHead(fields, frame, to: context)
            self.write(body, isChunked: false)
            self.finishSending(isLast: fields.closes, now) { $0.writeEnd(isChunked: false, to: $1, promise: $2) }
        } else {
            self.finishSending(isLast: fields.closes, now) { $0.writeWhole(fields, body: body, frame, to: $1, promise: $2) }
        }
    }

    /// Bytes that are written at a time: with each part that the client takes in, its clock starts again.
    static var largestWrite: Int { 131_072 }

    /// Writes content, without flushing it.
    func write(_ body: ByteBuffer, isChunked: Bool) {
        guard let context = self.context else { return }
        guard body.readableBytes > Self.largestWrite else {
            return self.wire.writePiece(body, isChunked: isChunked, to: context, promise: nil)
        }
        var rest = body
        let handler = self.loopBound
        while let part = rest.readSlice(length: min(rest.readableBytes, Self.largestWrite)), part.readableBytes > 0 {
            let isWritten = context.eventLoop.makePromise(of: Void.self)
            isWritten.futureResult.whenSuccess {
                handler.execute { $0.machine.progressed(now: $0.now.uptimeNanoseconds) }
            }
            self.wire.writePiece(part, isChunked: isChunked, to: context, promise: isWritten)
        }
    }

    /// Sends the end of an answer, and goes on when the client has room for the next one.
    /// - Parameters:
    ///   - isLast: Whether the connection ends with it: then all of it must be out.
    ///   - write: Writes the end and flushes, given the promise to be kept when it is out.
    func finishSending(
        isLast: Bool, _ now: Moment, _ write: (ResponseWire, ChannelHandlerContext, EventLoopPromise<Void>?) -> Void
    ) {
        guard let context = self.context else { return }
        guard isLast || self.wire.isSingleExchange || !self.machine.keepsAlive else {
            write(self.wire, context, nil)
            if context.channel.isWritable { self.finishAnswer(now) } else { self.awaitsWritability = true }
            return
        }
        let isOut = context.eventLoop.makePromise(of: Void.self)
        let number = self.exchangeNumber
        let handler = self.loopBound
        isOut.futureResult.whenSuccess {
            handler.execute { handler in
                guard handler.exchangeNumber == number else { return }
                let now = handler.now
                handler.finishAnswer(now)
                handler.advance(now)
            }
        }
        write(self.wire, context, isOut)
    }

    private func finishAnswer(_ now: Moment) {
        self.perform(self.machine.answered(now: now.uptimeNanoseconds), now)
    }

    /// The client has read enough for more to be sent.
    func clientCaughtUp() {
        let now = self.now
        if let stream = self.stream {
            if self.machine.phase == .sending { self.machine.produce(now: now.uptimeNanoseconds) }
            stream.resume()
        } else if self.awaitsWritability {
            self.awaitsWritability = false
            if self.machine.keepsAlive {
                self.finishAnswer(now)
                self.advance(now)
            } else {
                self.finishSending(isLast: true, now) { $0.writeEnd(isChunked: false, to: $1, promise: $2) }
            }
        }
    }

    /// The client is gone: whatever runs for it is cancelled, and recorded.
    func disconnect() {
        let receivedBytes = self.machine.receivedBytes
        self.machine.closed()
        self.cancelTask()
        let stream = self.stream
        self.stream = nil
        stream?.cancel()
        guard let exchange = self.exchange else { return }
        self.exchange = nil
        guard !exchange.isRecorded else { return }
        exchange.requestBytes = receivedBytes
        let pending = exchange.close(.cancelled, status: stream?.status ?? 0, responseBytes: stream?.sentBytes ?? 0, now: self.now)
        // Nobody waits for it, but a full queue must still be offered it again.
        pending?.whenRecorded {}
    }
}
