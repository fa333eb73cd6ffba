import Logging
import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

extension ConnectionHandler {
    /// Opens a request and asks the gate about it.
    func open(_ head: HTTPRequestHead) {
        let app = self.runtime.current
        app.metrics?.http.requestStarted()
        self.exchangeNumber &+= 1
        self.exchange = app.open(head, peer: self.peer, isTLS: self.isTLS, now: self.now)
        self.decide()
    }

    /// Answers what could not be read as a request, and ends the connection.
    func openUnreadable(_ rejection: Rejection) {
        let app = self.runtime.current
        app.metrics?.http.requestStarted()
        self.exchangeNumber &+= 1
        var exchange = app.openUnreadable(peer: self.peer, isTLS: self.isTLS, now: self.now)
        // Bytes that are no request are charged to their address too; a decision that has to wait for a store is not waited for.
        let verdict = exchange.decide()
        self.exchange = exchange
        if case .reject(let limited) = verdict { return self.reject(limited, closing: true) }
        self.reject(rejection, closing: true)
    }

    private func decide() {
        guard var exchange = self.exchange else { return }
        let verdict = exchange.decide()
        self.exchange = exchange
        switch verdict {
        case .preflight: self.answer(exchange.preflightFields(), body: nil, .answered)
        case .reject(let rejection): self.reject(rejection)
        case .wait(let wait): self.learn(wait, exchange)
        case .admit:
            switch exchange.fallback {
            case .reject(let rejection): self.reject(rejection, closing: rejection.status == 400 || rejection.status == 414)
            case .options(let methods): self.answer(exchange.optionsFields(methods), body: nil, .answered)
            case nil: self.receiveBody(of: exchange)
            }
        }
    }

    private func learn(_ wait: Gate.Wait, _ exchange: Exchange) {
        let number = self.exchangeNumber
        let handler = self.loopBound
        self.task = Task.immediate(executorPreference: self.services.executor) {
            var exchange = exchange
            let result: Result<Void, any Error>
            do {
                result = .success(try await exchange.app.gate.learn(wait, for: &exchange.evaluation))
            } catch {
                result = .failure(error)
            }
            let evaluation = exchange.evaluation
            handler.execute { handler in
                guard handler.isOpen(number) else { return }
                handler.task = nil
                handler.exchange?.evaluation = evaluation
                switch result {
                case .success: handler.decide()
                case .failure(let error): handler.fail(error)
                }
                handler.advance()
            }
        }
    }

    private func receiveBody(of exchange: Exchange) {
        let limit = exchange.route?.maximumBodySize ?? 0
        guard exchange.headers.declaredBodySize ?? 0 <= limit else { return self.reject(.payloadTooLarge, closing: true) }
        self.machine.admit(bodyLimit: limit, now: self.now.uptimeNanoseconds)
    }

    /// Runs the handler of an admitted request whose body is complete.
    func run(_ body: ByteBuffer) {
        guard var exchange = self.exchange, let route = exchange.route else { return }
        exchange.requestBytes = body.readableBytes
        exchange.captureRequest(body)
        self.exchange = exchange
        guard let context = exchange.requestContext(body: body) else { return self.reject(.internalError) }
        switch route.route.handler {
        case .immediate(let handle):
            do {
                self.complete(try context.scope(handle))
            } catch {
                self.fail(error)
            }
        case .task(let handle): self.start(handle, context)
        }
    }

    private func start(_ handle: @escaping @Sendable (RequestContext) async throws -> Response, _ context: RequestContext) {
        let number = self.exchangeNumber
        let handler = self.loopBound
        self.task = Task.immediate(executorPreference: self.services.executor) {
            let result: Result<Response, any Error>
            do {
                result = .success(try await context.scope(handle))
            } catch {
                result = .failure(error)
            }
            handler.execute { handler in
                guard handler.isOpen(number) else { return }
                handler.task = nil
                switch result {
                case .success(let response): handler.complete(response)
                case .failure(let error): handler.fail(error)
                }
                handler.advance()
            }
        }
    }

    private func complete(_ response: Response) {
        guard let exchange = self.exchange else { return }
        let fields = exchange.fields(for: response)
        guard (200...599).contains(fields.status) else {
            return self.fail(RequestError("a handler answered with the status \(fields.status); it must be 200 to 599"))
        }
        switch response.body.storage {
        case .empty: self.answer(fields, body: nil, .handled)
        case .bytes(let buffer): self.answer(fields, body: buffer, .handled)
        case .stream(let produce): self.stream(fields, produce)
        }
    }

    /// The handler threw, or a check of the app's own did.
    private func fail(_ error: any Error) {
        if let rejection = error as? Rejection { return self.reject(rejection) }
        guard var exchange = self.exchange else { return }
        exchange.handlerError = "\(error)"
        self.exchange = exchange
        exchange.logger.error("the handler failed", metadata: ["error": "\(error)"])
        self.reject(.internalError, developerDetail: exchange.app.isDevelopment ? "\(error)" : nil)
    }
}
