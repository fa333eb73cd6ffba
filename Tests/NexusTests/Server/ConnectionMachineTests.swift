import NIOCore
import NIOHTTP1
import NexusCore
import Testing

@testable import Nexus

@Suite struct ConnectionMachineTests {
    private static func head(_ headers: HTTPHeaders = ["host": "h"], version: HTTPVersion = .http1_1) -> HTTPServerRequestPart {
        .head(HTTPRequestHead(version: version, method: .POST, uri: "/", headers: headers))
    }

    private static func body(_ count: Int) -> HTTPServerRequestPart {
        .body(ByteBuffer(repeating: 0x61, count: count))
    }

    private static func machine(_ configure: (inout ServerLimits) -> Void = { _ in }) -> MachineDriver {
        var limits = ServerLimits()
        configure(&limits)
        return MachineDriver(ConnectionMachine(limits: limits, now: 0))
    }

    private static func seconds(_ count: Int64) -> Int64 { count * 1_000_000_000 }

    @Test func `A request is opened, read, run and answered, and the next one follows`() {
        let machine = Self.machine()
        for _ in 0..<2 {
            machine.receive(Self.head())
            #expect(machine.next(now: 0).name == "open")
            #expect(machine.next(now: 0).name == "none")
            machine.admit(bodyLimit: 10, now: 0)
            machine.receive(Self.body(4))
            machine.receive(Self.body(6))
            machine.receive(.end(nil))
            guard case .run(let body) = machine.next(now: 0) else { return #expect(Bool(false), "not run") }
            #expect(body.readableBytes == 10)
            #expect(machine.answer(now: 0, declaredLength: 10, closing: false) == false)
            machine.send(now: 0)
            #expect(machine.answered(now: 0).name == "none")
            #expect(machine.phase == .idle)
        }
    }

    @Test func `A body over the limit is refused as soon as it is`() {
        let machine = Self.machine()
        machine.receive(Self.head())
        _ = machine.next(now: 0)
        machine.admit(bodyLimit: 10, now: 0)
        machine.receive(Self.body(11))
        #expect(machine.next(now: 0).rejection == .payloadTooLarge)
    }

    @Test func `Answers come in order: what is queued waits`() {
        let machine = Self.machine()
        for _ in 0..<3 {
            machine.receive(Self.head())
            machine.receive(.end(nil))
        }
        for _ in 0..<3 {
            #expect(machine.next(now: 0).name == "open")
            machine.admit(bodyLimit: 0, now: 0)
            #expect(machine.next(now: 0).name == "run")
            #expect(machine.next(now: 0).name == "none")
            _ = machine.answer(now: 0, declaredLength: 0, closing: false)
            #expect(machine.next(now: 0).name == "none")
            machine.send(now: 0)
            #expect(machine.next(now: 0).name == "none")
            _ = machine.answered(now: 0)
        }
        #expect(machine.next(now: 0).name == "none")
    }

    @Test func `Too many waiting requests end the connection, and take no memory`() {
        let machine = Self.machine { $0.maxPipelinedRequests = 2 }
        for _ in 0..<10_000 {
            machine.receive(Self.head())
            machine.receive(.end(nil))
        }
        for isLast in [false, true] {
            #expect(machine.next(now: 0).name == "open")
            machine.admit(bodyLimit: 0, now: 0)
            #expect(machine.next(now: 0).name == "run")
            #expect(machine.answer(now: 0, declaredLength: 0, closing: false) == isLast)
            machine.send(now: 0)
            #expect(machine.answered(now: 0).name == (isLast ? "shutDown" : "none"))
        }
    }

    @Test(
        arguments: [
            ([("connection", "close")], HTTPVersion.http1_1), ([], .http1_0), ([("connection", "keep-alive")], .http1_0),
            ([("connection", "upgrade"), ("upgrade", "websocket")], .http1_1),
        ] as [([(String, String)], HTTPVersion)])
    func `Some requests are the last ones`(headers: [(String, String)], version: HTTPVersion) {
        let machine = Self.machine()
        machine.receive(Self.head(HTTPHeaders(headers), version: version))
        machine.receive(.end(nil))
        _ = machine.next(now: 0)
        #expect(machine.answer(now: 0, declaredLength: 0, closing: false))
    }

    @Test func `Leave to send is given when the body is wanted and not there yet`() {
        let headers: HTTPHeaders = ["host": "h", "expect": "100-Continue", "content-length": "5"]
        let machine = Self.machine()
        machine.receive(Self.head(headers))
        _ = machine.next(now: 0)
        machine.admit(bodyLimit: 10, now: 0)
        #expect(machine.next(now: 0).name == "sendContinue")
        #expect(machine.next(now: 0).name == "none")

        let refusing = Self.machine()
        refusing.receive(Self.head(headers))
        _ = refusing.next(now: 0)
        #expect(refusing.answer(now: 0, declaredLength: 5, closing: false), "an answer instead of leave ends the connection")
    }

    @Test(
        arguments: [(100, false), (ServerLimits().maxUnreadBody, false), (ServerLimits().maxUnreadBody + 1, true), (nil, true)]
            as [(Int?, Bool)])
    func `An early answer reads a small body to its end and ends the connection of a large one`(declared: Int?, ends: Bool) {
        let machine = Self.machine()
        machine.receive(Self.head())
        _ = machine.next(now: 0)
        #expect(machine.answer(now: 0, declaredLength: declared, closing: false) == ends)
        machine.send(now: 0)
        #expect(machine.answered(now: 0).name == (ends ? "shutDown" : "none"))
        #expect(machine.phase == (ends ? .lingering : .draining))
        #expect(machine.wantsRead)
        guard !ends else { return }
        machine.receive(Self.body(declared ?? 0))
        machine.receive(.end(nil))
        #expect(machine.next(now: 0).name == "none")
        #expect(machine.phase == .idle)
    }

    @Test func `A body that is longer than it said is not read for ever`() {
        let machine = Self.machine()
        machine.receive(Self.head())
        _ = machine.next(now: 0)
        _ = machine.answer(now: 0, declaredLength: 5, closing: false)
        machine.send(now: 0)
        _ = machine.answered(now: 0)
        machine.receive(Self.body(ServerLimits().maxUnreadBody + 1))
        #expect(machine.next(now: 0).name == "flush")
        #expect(machine.answered(now: 0).name == "shutDown")
    }

    @Test func `Unreadable bytes are answered in their turn`() {
        let machine = Self.machine()
        machine.receive(Self.head())
        machine.receive(.end(nil))
        _ = machine.next(now: 0)
        machine.admit(bodyLimit: 0, now: 0)
        #expect(machine.next(now: 0).name == "run")
        machine.receiveUnreadable(.malformedRequest)
        machine.receiveUnreadable(.headersTooLarge)
        #expect(machine.next(now: 0).name == "none")
        _ = machine.answer(now: 0, declaredLength: 0, closing: false)
        machine.send(now: 0)
        _ = machine.answered(now: 0)
        guard case .refuseUnreadable(.malformedRequest) = machine.next(now: 0) else { return #expect(Bool(false), "not refused") }
        #expect(machine.next(now: 0).name == "none")
        #expect(machine.answer(now: 0, declaredLength: 0, closing: true))
        machine.send(now: 0)
        #expect(machine.answered(now: 0).name == "shutDown")
        machine.receiveUnreadable(.malformedRequest)
        #expect(machine.next(now: 0).name == "none", "one answer is enough")
    }

    @Test func `A body with bad framing is refused as its own request`() {
        let machine = Self.machine()
        machine.receive(Self.head())
        _ = machine.next(now: 0)
        machine.admit(bodyLimit: 10, now: 0)
        machine.receive(Self.body(3))
        machine.receiveUnreadable(.malformedRequest)
        #expect(machine.next(now: 0).rejection == .malformedRequest)
    }

    @Test func `A request without its end is refused also when it was still being decided about`() {
        let machine = Self.machine()
        machine.receive(Self.head())
        _ = machine.next(now: 0)
        machine.receiveUnreadable(.malformedRequest)
        #expect(machine.next(now: 0).name == "none")
        machine.admit(bodyLimit: 10, now: 0)
        #expect(machine.next(now: 0).rejection == .malformedRequest)
    }

    @Test func `A client that ends its half in the middle of a body is gone, after a request it is still answered`() {
        let machine = Self.machine()
        machine.receive(Self.head())
        _ = machine.next(now: 0)
        machine.admit(bodyLimit: 10, now: 0)
        #expect(machine.inputClosed(now: 0).name == "close")

        let complete = Self.machine()
        complete.receive(Self.head())
        complete.receive(.end(nil))
        _ = complete.next(now: 0)
        #expect(complete.inputClosed(now: 0).name == "none")
        complete.admit(bodyLimit: 10, now: 0)
        #expect(complete.next(now: 0).name == "run")
        #expect(complete.answer(now: 0, declaredLength: 0, closing: false))
        complete.send(now: 0)
        #expect(complete.answered(now: 0).name == "close")

        let waiting = Self.machine()
        waiting.receive(Self.head())
        _ = waiting.next(now: 0)
        _ = waiting.inputClosed(now: 0)
        waiting.admit(bodyLimit: 10, now: 0)
        #expect(waiting.next(now: 0).name == "close", "gone while it was decided about")
    }

    @Test func `A stop lets an idle connection bring the request that was on its way`() {
        let machine = Self.machine()
        machine.quiesce(now: Self.seconds(5))
        #expect(machine.expiry(now: Self.seconds(5)) == nil)
        #expect(machine.expiry(now: Self.seconds(5) + ConnectionMachine.stopGrace.nanoseconds) == .idle)
        machine.receive(Self.head())
        machine.receive(.end(nil))
        #expect(machine.next(now: Self.seconds(5)).name == "open")
        #expect(machine.answer(now: 0, declaredLength: 0, closing: false), "the answer says that it is the last one")
    }

    @Test func `Every phase that waits for somebody has its time`() {
        let machine = Self.machine { limits in
            limits.idleTimeout = .seconds(60)
            limits.headerTimeout = .seconds(10)
            limits.bodyTimeout = .seconds(40)
            limits.handlerTimeout = .seconds(30)
            limits.writeTimeout = .seconds(20)
            limits.minBodyRate = 0
        }
        #expect(machine.expiry(now: Self.seconds(60) - 1) == nil)
        #expect(machine.expiry(now: Self.seconds(60)) == .idle)
        machine.noteFirstByte(now: Self.seconds(1))
        machine.noteFirstByte(now: Self.seconds(9))
        #expect(machine.expiry(now: Self.seconds(11)) == .header)
        machine.receive(Self.head())
        _ = machine.next(now: Self.seconds(2))
        #expect(machine.expiry(now: Self.seconds(32)) == .handler)
        machine.admit(bodyLimit: 10, now: Self.seconds(3))
        #expect(machine.expiry(now: Self.seconds(43) - 1) == nil)
        #expect(machine.expiry(now: Self.seconds(43)) == .body)
        machine.receive(.end(nil))
        _ = machine.next(now: Self.seconds(4))
        #expect(machine.expiry(now: Self.seconds(34)) == .handler)
        _ = machine.answer(now: Self.seconds(5), declaredLength: 0, closing: false)
        #expect(machine.expiry(now: Self.seconds(25)) == .write)
        machine.produce(now: Self.seconds(6))
        #expect(machine.expiry(now: Self.seconds(200)) == nil, "a producer may be quiet")
        machine.send(now: Self.seconds(7))
        #expect(machine.expiry(now: Self.seconds(27)) == .write)
        machine.progressed(now: Self.seconds(20))
        #expect(machine.expiry(now: Self.seconds(27)) == nil)
        #expect(machine.expiry(now: Self.seconds(40)) == .write)
    }

    @Test func `A body must come at a least rate once its grace is over`() {
        let machine = Self.machine {
            $0.minBodyRate = 100
            $0.minBodyRateGrace = .seconds(5)
        }
        machine.receive(Self.head())
        _ = machine.next(now: 0)
        machine.admit(bodyLimit: 10_000, now: 0)
        #expect(machine.expiry(now: Self.seconds(4)) == nil)
        #expect(machine.expiry(now: Self.seconds(5)) == .body)
        machine.receive(Self.body(500))
        _ = machine.next(now: 0)
        #expect(machine.expiry(now: Self.seconds(5)) == nil)
        #expect(machine.expiry(now: Self.seconds(6)) == .body)
    }

    @Test func `A stream of HTTP/2 is reset when its answer comes before a large body`() {
        let machine = MachineDriver(ConnectionMachine(limits: ServerLimits(), isSingleExchange: true, now: 0))
        machine.receive(Self.head(version: .http2))
        _ = machine.next(now: 0)
        _ = machine.answer(now: 0, declaredLength: 1_000_000, closing: false)
        machine.send(now: 0)
        #expect(machine.answered(now: 0).name == "reset")
        #expect(machine.phase == .closed)
    }

    @Test func `Whatever is called in whatever order, nothing traps and an ended connection stays ended`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<3_000 {
            let machine = MachineDriver(ConnectionMachine(limits: ServerLimits(), isSingleExchange: random.next() % 2 == 0, now: 0))
            var now: Int64 = 0
            for _ in 0..<40 {
                now += Int64(random.next() % 1_000_000_000)
                let wasClosed = machine.phase == .closed
                switch random.next() % 14 {
                case 0, 1: machine.receive(Self.head())
                case 2: machine.receive(Self.body(Int(random.next() % 40_000)))
                case 3: machine.receive(.end(nil))
                case 4, 5: _ = machine.next(now: now)
                case 6: if machine.phase == .deciding { machine.admit(bodyLimit: 50_000, now: now) }
                case 7:
                    guard machine.phase == .deciding || machine.phase == .handling else { break }
                    _ = machine.answer(now: now, declaredLength: 10, closing: false)
                case 8: if machine.phase == .recording { machine.send(now: now) }
                case 9: _ = machine.answered(now: now)
                case 10: if random.next() % 4 == 0 { _ = machine.inputClosed(now: now) }
                case 11: machine.quiesce(now: now)
                case 12: machine.receiveUnreadable(.malformedRequest)
                default: _ = machine.expiry(now: now)
                }
                if wasClosed { #expect(machine.phase == .closed) }
            }
        }
    }
}

extension ConnectionMachine.Action {
    fileprivate var name: String { String("\(self)".prefix { $0 != "(" }) }

    fileprivate var rejection: Rejection? {
        if case .refuse(let rejection) = self { rejection } else { nil }
    }
}

/// A machine whose methods may stand inside of an expectation.
private final class MachineDriver {
    private var machine: ConnectionMachine

    init(_ machine: ConnectionMachine) { self.machine = machine }

    var phase: ConnectionMachine.Phase { self.machine.phase }
    var wantsRead: Bool { self.machine.wantsRead }

    func receive(_ part: HTTPServerRequestPart) { self.machine.receive(part) }
    func receiveUnreadable(_ rejection: Rejection) { self.machine.receiveUnreadable(rejection) }
    func noteFirstByte(now: Int64) { self.machine.noteFirstByte(now: now) }
    func next(now: Int64) -> ConnectionMachine.Action { self.machine.next(now: now) }
    func admit(bodyLimit: Int, now: Int64) { self.machine.admit(bodyLimit: bodyLimit, now: now) }
    func answer(now: Int64, declaredLength: Int?, closing: Bool) -> Bool {
        self.machine.answer(now: now, declaredLength: declaredLength, closing: closing)
    }
    func produce(now: Int64) { self.machine.produce(now: now) }
    func send(now: Int64) { self.machine.send(now: now) }
    func progressed(now: Int64) { self.machine.progressed(now: now) }
    func answered(now: Int64) -> ConnectionMachine.Action { self.machine.answered(now: now) }
    func quiesce(now: Int64) { self.machine.quiesce(now: now) }
    func inputClosed(now: Int64) -> ConnectionMachine.Action { self.machine.inputClosed(now: now) }
    func expiry(now: Int64) -> ConnectionMachine.Expiry? { self.machine.expiry(now: now) }
}
