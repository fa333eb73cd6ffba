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
        guard var exchange = self.exchange, !exchange.isRecorded else { return }
        let body = fields.hasBody && !exchange.isHead ? body : nil
        exchange.captureResponse(body, contentType: fields.contentType)
        exchange.requestBytes = self.machine.receivedBytes
        exchange.isRecorded = true
        self.exchange = exchange
        let number = self.exchangeNumber
        let handler = self.loopBound
        let now = self.now
        var fields = fields
        fields.closes = self.machine.answer(
            now: now.uptimeNanoseconds, declaredLength: exchange.headers.declaredBodySize, closing: fields.closes)
        exchange.close(ending, status: fields.status, responseBytes: body?.readableBytes ?? 0, now: now) { [fields] in
            handler.execute { handler in
                guard handler.exchangeNumber == number, handler.exchange != nil else { return }
                handler.send(fields, body: body)
                handler.advance()
            }
        }
    }

    private func send(_ fields: ResponseFields, body: ByteBuffer?) {
        guard let exchange = self.exchange, let context = self.context else { return }
        let now = self.now
        let frame = AnswerFrame(
            edge: exchange.edge,
            date: self.services.dates.date(at: now),
            isChunked: false,
            now: now,
            allocator: context.channel.allocator
        )
        self.exchange = nil
        self.machine.send(now: now.uptimeNanoseconds)
        if let body, body.readableBytes > Self.largestWrite {
            context.write(self.wrapOutboundOut(Wire.head(fields, frame)), promise: nil)
            self.write(body, isChunked: false)
            self.finishSending(with: Wire.end(isChunked: false), isLast: fields.closes)
        } else {
            let messages = Wire.whole(fields, body: body, frame)
            for message in messages.dropLast() { context.write(self.wrapOutboundOut(message), promise: nil) }
            if let last = messages.last { self.finishSending(with: last, isLast: fields.closes) }
        }
    }

    /// Bytes that are written at a time: with each part that the client takes in, its clock starts again.
    static var largestWrite: Int { 131_072 }

    /// Writes content, without flushing it.
    func write(_ body: ByteBuffer, isChunked: Bool) {
        guard let context = self.context else { return }
        guard body.readableBytes > Self.largestWrite else {
            return context.write(self.wrapOutboundOut(Wire.piece(body, isChunked: isChunked)), promise: nil)
        }
        var rest = body
        let handler = self.loopBound
        while let part = rest.readSlice(length: min(rest.readableBytes, Self.largestWrite)), part.readableBytes > 0 {
            let isWritten = context.eventLoop.makePromise(of: Void.self)
            isWritten.futureResult.whenSuccess {
                handler.execute { $0.machine.progressed(now: $0.now.uptimeNanoseconds) }
            }
            context.write(self.wrapOutboundOut(Wire.piece(part, isChunked: isChunked)), promise: isWritten)
        }
    }

    /// Sends the end of an answer, and goes on when the client has room for the next one.
    /// - Parameters:
    ///   - isLast: Whether the connection ends with it: then all of it must be out.
    func finishSending(with message: Wire.Outbound, isLast: Bool) {
        guard let context = self.context else { return }
        guard isLast || Wire.isSingleExchange || !self.machine.keepsAlive else {
            context.writeAndFlush(self.wrapOutboundOut(message), promise: nil)
            if context.channel.isWritable { self.finishAnswer() } else { self.awaitsWritability = true }
            return
        }
        let isOut = context.eventLoop.makePromise(of: Void.self)
        let number = self.exchangeNumber
        let handler = self.loopBound
        isOut.futureResult.whenSuccess {
            handler.execute { handler in
                guard handler.exchangeNumber == number else { return }
                handler.finishAnswer()
                handler.advance()
            }
        }
        context.writeAndFlush(self.wrapOutboundOut(message), promise: isOut)
    }

    private func finishAnswer() {
        self.perform(self.machine.answered(now: self.now.uptimeNanoseconds))
    }

    /// The client has read enough for more to be sent.
    func clientCaughtUp() {
        if let stream = self.stream {
            if self.machine.phase == .sending { self.machine.produce(now: self.now.uptimeNanoseconds) }
            stream.resume()
        } else if self.awaitsWritability {
            self.awaitsWritability = false
            if self.machine.keepsAlive {
                self.finishAnswer()
                self.advance()
            } else {
                self.finishSending(with: Wire.end(isChunked: false), isLast: true)
            }
        }
    }

    /// The client is gone: whatever runs for it is cancelled, and recorded.
    func disconnect() {
        let receivedBytes = self.machine.receivedBytes
        self.machine.closed()
        self.task?.cancel()
        self.task = nil
        let stream = self.stream
        self.stream = nil
        stream?.cancel()
        guard var exchange = self.exchange else { return }
        self.exchange = nil
        guard !exchange.isRecorded else { return }
        exchange.requestBytes = receivedBytes
        exchange.close(.cancelled, status: stream?.status ?? 0, responseBytes: stream?.sentBytes ?? 0, now: self.now) {}
    }
}
