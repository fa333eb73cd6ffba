import Logging
import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension ConnectionHandler {
    /// Answers with a body that is produced while it is sent. Its record is written when it ends.
    func stream(_ fields: ResponseFields, _ produce: @escaping @Sendable (BodyWriter) async throws -> Void) {
        guard let exchange = self.exchange, let context = self.context else { return }
        guard fields.hasBody, !exchange.isHead else { return self.answer(fields, body: nil, .handled) }
        let now = self.now
        var fields = fields
        let isChunked = !Wire.isSingleExchange && exchange.head.isVersion1_1
        fields.closes = self.machine.answer(
            now: now.uptimeNanoseconds,
            declaredLength: exchange.headers.declaredBodySize,
            closing: fields.closes || !isChunked && !Wire.isSingleExchange
        )
        self.machine.produce(now: now.uptimeNanoseconds)
        let frame = AnswerFrame(
            edge: exchange.edge,
            date: self.services.dates.date(at: now),
            isChunked: isChunked,
            now: now,
            allocator: context.channel.allocator
        )
        context.writeAndFlush(self.wrapOutboundOut(Wire.head(fields, frame)), promise: nil)
        self.stream = StreamedAnswer(status: fields.status, isChunked: isChunked, closes: fields.closes)
        let number = self.exchangeNumber
        let handler = self.loopBound
        self.task = Task.immediate(executorPreference: self.services.executor) {
            let writer = BodyWriter { buffer in
                try await handler.call { $0.send(buffer, number) }
            }
            let failure: (any Error)?
            do {
                try await produce(writer)
                failure = nil
            } catch {
                failure = error
            }
            handler.execute { $0.endStream(number, failure) }
        }
    }

    private func send(_ buffer: ByteBuffer, _ number: UInt64) -> EventLoopFuture<Void> {
        guard self.exchangeNumber == number, let stream = self.stream, let context = self.context else {
            return self.services.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
        }
        guard buffer.readableBytes > 0 else { return context.eventLoop.makeSucceededVoidFuture() }
        stream.sentBytes += buffer.readableBytes
        self.write(buffer, isChunked: stream.isChunked)
        context.flush()
        guard !context.channel.isWritable else { return context.eventLoop.makeSucceededVoidFuture() }
        self.machine.send(now: self.now.uptimeNanoseconds)
        return stream.waitUntilWritable(on: context.eventLoop)
    }

    /// The body is complete, or will never be: then the connection breaks off, so that the client cannot take it for complete.
    private func endStream(_ number: UInt64, _ failure: (any Error)?) {
        guard self.isOpen(number), let stream = self.stream, var exchange = self.exchange else { return }
        self.task = nil
        exchange.isRecorded = true
        if let failure {
            exchange.handlerError = "\(failure)"
            exchange.logger.error("the handler failed while it answered", metadata: ["error": "\(failure)"])
        }
        self.exchange = exchange
        let now = self.now
        self.machine.record(now: now.uptimeNanoseconds)
        let handler = self.loopBound
        let hasFailed = failure != nil
        let ending: Exchange.Ending = hasFailed ? .failed(.internalError) : .handled
        exchange.close(ending, status: stream.status, responseBytes: stream.sentBytes, now: now) {
            handler.execute { handler in
                guard handler.exchangeNumber == number, handler.exchange != nil, let stream = handler.stream else { return }
                handler.exchange = nil
                handler.stream = nil
                if hasFailed { handler.breakOff() } else { handler.finish(stream) }
            }
        }
    }

    private func finish(_ stream: StreamedAnswer) {
        self.machine.send(now: self.now.uptimeNanoseconds)
        self.finishSending(with: Wire.end(isChunked: stream.isChunked), isLast: stream.closes)
        self.advance()
    }

    private func breakOff() {
        guard let context = self.context else { return }
        // A body that ends with the connection looks complete after an orderly end: this one must not.
        if let socket = context.channel as? any SocketOptionProvider { _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)) }
        context.close(promise: nil)
    }
}
