import Logging
import NIOCore
import NIOHTTP1
import NexusAuth
import NexusCore

extension ConnectionHandler {
    /// Opens a request and asks the gate about it.
    func open(_ head: HTTPRequestHead, _ now: Moment) {
        let app = self.runtime.current
        app.metrics?.http.requestStarted()
        self.exchangeNumber &+= 1
        let exchange = app.open(head, peer: self.peer, isTLS: self.isTLS, now: now)
        self.exchange = exchange
        self.decide(exchange, now)
    }

    /// Answers what could not be read as a request, and ends the connection.
    func openUnreadable(_ rejection: Rejection, _ now: Moment) {
        let app = self.runtime.current
        app.metrics?.http.requestStarted()
        self.exchangeNumber &+= 1
        let exchange = app.openUnreadable(peer: self.peer, isTLS: self.isTLS, now: now)
        self.exchange = exchange
        switch exchange.decide() {
        case .reject(let limited): return self.reject(limited, closing: true)
        case .wait(let wait): self.charge(exchange, wait)
        case .admit, .preflight: break
        }
        self.reject(rejection, closing: true)
    }

    /// Charges a shared store for bytes that are no request. The connection ends with them, so nobody waits for what it says.
    private func charge(_ exchange: Exchange, _ wait: Gate.Wait) {
        let gate = exchange.app.gate
        let evaluation = exchange.evaluation
        Task.immediate(executorPreference: self.services.executor) {
            var evaluation = evaluation
            try? await gate.learn(wait, for: &evaluation)
        }
    }

    private func decide(_ exchange: Exchange, _ now: Moment) {
        switch exchange.decide() {
        case .preflight: self.answer(exchange.preflightFields(), body: nil, .answered)
        case .reject(let rejection): self.reject(rejection)
        case .wait(let wait): self.learn(wait, exchange)
        case .admit:
            switch exchange.fallback {
            case .reject(let rejection): self.reject(rejection)
            case .options(let methods): self.answer(exchange.optionsFields(methods), body: nil, .answered)
            case nil: self.receiveBody(of: exchange, now)
            }
        }
    }

    private func learn(_ wait: Gate.Wait, _ exchange: Exchange) {
        let number = self.exchangeNumber
        let handler = self.loopBound
        let gate = exchange.app.gate
        let evaluation = exchange.evaluation
        self.startTask {
            var evaluation = evaluation
            let result: Result<Void, any Error>
            do {
                result = .success(try await gate.learn(wait, for: &evaluation))
            } catch {
                result = .failure(error)
            }
            handler.execute { [evaluation] handler in
                guard let exchange = handler.exchange, handler.isOpen(number) else { return }
                let now = handler.now
                handler.endTask()
                exchange.evaluation = evaluation
                switch result {
                case .success: handler.decide(exchange, now)
                case .failure(let error): handler.fail(error)
                }
                handler.advance(now)
            }
        }
    }

    private func receiveBody(of exchange: Exchange, _ now: Moment) {
        let limit = exchange.route?.maximumBodySize ?? 0
        guard exchange.declaredBody.size ?? 0 <= limit else { return self.reject(.payloadTooLarge, closing: true) }
        self.machine.admit(bodyLimit: limit, now: now.uptimeNanoseconds)
    }

    /// Runs the handler of an admitted request whose body is complete.
    func run(_ body: ByteBuffer) {
        guard let exchange = self.exchange, let route = exchange.route else { return }
        exchange.requestBytes = body.readableBytes
        exchange.captureRequest(body)
        guard let context = exchange.requestContext(body: body) else { return self.reject(.internalError) }
        switch route.route.handler {
        case .immediate(let handle):
            do {
                self.complete(try context.scope.run { try handle(context) })
            } catch {
                self.fail(error)
            }
        case .task(let handle): self.start(handle, context, on: exchange.app.handlerExecutor)
        }
    }

    private func start(
        _ handle: @escaping RouteHandler.AsyncHandle, _ context: RequestContext, on executor: HandlerExecutor
    ) {
        let number = self.exchangeNumber
        let handler = self.loopBound
        // The task takes over the task-locals that stand where it begins.
        context.scope.run {
            self.startTask(on: executor) {
                let result: Result<Response, any Error>
                do {
                    result = .success(try await handle(context))
                } catch {
                    result = .failure(error)
                }
                handler.execute { handler in
                    guard handler.isOpen(number) else { return }
                    handler.endTask()
                    switch result {
                    case .success(let response): handler.complete(response)
                    case .failure(let error): handler.fail(error)
                    }
                    handler.advance(handler.now)
                }
            }
        }
    }

    private func complete(_ response: Response) {
        guard let exchange = self.exchange else { return }
        let fields: ResponseFields
        do { fields = try exchange.fields(for: response) } catch { return self.fail(error) }
        switch response.body.storage {
        case .empty: self.answer(fields, body: nil, .handled)
        case .bytes(let content): self.answer(fields, body: content, .handled)
        case .stream(let produce): self.stream(fields, produce)
        }
    }

    /// The handler threw, or a check of the app's own did.
    private func fail(_ error: any Error) {
        if let rejection = Rejection(thrown: error) { return self.reject(rejection) }
        guard let exchange = self.exchange else { return }
        exchange.handlerError = error
        exchange.logger.error("the handler failed", metadata: ["error": "\(error)"])
        self.reject(.internalError, developerDetail: exchange.app.isDevelopment ? "\(error)" : nil)
    }
}
