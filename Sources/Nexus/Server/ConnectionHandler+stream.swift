import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
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
        let isChunked = !self.wire.isSingleExchange && exchange.head.isVersion1_1
        let closes = self.machine.answer(
            now: now.uptimeNanoseconds,
            declaredLength: exchange.declaredBody.size,
            closing: !isChunked && !self.wire.isSingleExchange
        )
        self.machine.produce(now: now.uptimeNanoseconds)
        let frame = AnswerFrame(
            edge: exchange.edge,
            services: self.services,
            isChunked: isChunked,
            closes: closes,
            now: now,
            allocator: context.channel.allocator
        )
        self.wire.writeHead(fields, frame, to: context)
        context.flush()
        self.stream = StreamedAnswer(status: fields.status, isChunked: isChunked, closes: closes)
        let number = self.exchangeNumber
        let handler = self.loopBound
        exchange.scope.run {
            self.startTask(on: exchange.app.handlerExecutor) {
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
    }

    private func send(_ buffer: ByteBuffer, _ number: UInt64) -> EventLoopFuture<Void> {
        guard self.isOpen(number), let stream = self.stream, let context = self.context else {
            return self.services.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
        }
        guard buffer.readableBytes > 0 else { return context.eventLoop.makeSucceededVoidFuture() }
        stream.sentBytes += buffer.readableBytes
        self.write(buffer, isChunked: stream.isChunked)
        context.flush()
        guard !context.channel.isWritable else {
            self.machine.produce(now: self.now.uptimeNanoseconds)
            return context.eventLoop.makeSucceededVoidFuture()
        }
        self.machine.send(now: self.now.uptimeNanoseconds)
        return stream.waitUntilWritable(on: context.eventLoop)
    }

    /// The body is complete, or will never be: then the connection breaks off, so that the client cannot take it for complete.
    func endStream(_ number: UInt64, _ failure: (any Error)?) {
        guard self.isOpen(number), let stream = self.stream, let exchange = self.exchange else { return }
        self.endTask()
        if let failure {
            exchange.handlerError = failure
            exchange.logger.error("the handler failed while it answered", metadata: ["error": "\(failure)"])
        }
        let now = self.now
        self.machine.record(now: now.uptimeNanoseconds)
        let handler = self.loopBound
        let hasFailed = failure != nil
        let ending: Exchange.Ending = hasFailed ? .failed(.internalError) : .handled
        guard let pending = exchange.close(ending, status: stream.status, responseBytes: stream.sentBytes, now: now) else {
            return self.leave(stream, hasFailed: hasFailed, now)
        }
        pending.whenRecorded {
            handler.execute { handler in
                guard handler.exchangeNumber == number, handler.exchange != nil, let stream = handler.stream else { return }
                handler.leave(stream, hasFailed: hasFailed, handler.now)
            }
        }
    }

    private func leave(_ stream: StreamedAnswer, hasFailed: Bool, _ now: Moment) {
        self.exchange = nil
        self.stream = nil
        // Whoever still writes, though the producer has ended, waits for nothing any more.
        stream.cancel()
        if hasFailed { self.breakOff() } else { self.finish(stream, now) }
    }

    private func finish(_ stream: StreamedAnswer, _ now: Moment) {
        self.machine.send(now: now.uptimeNanoseconds)
        self.finishSending(isLast: stream.closes, isChunked: stream.isChunked, now)
        self.advance(now)
    }

    private func breakOff() {
        guard let context = self.context else { return }
        // A body that ends with the connection looks complete after an orderly end: this one must not.
        if let socket = context.channel as? any SocketOptionProvider { _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)) }
        // From behind TLS, which would say first that all is sent (RFC 8446 §6.1).
        let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        (tls ?? context).close(promise: nil)
    }
}
