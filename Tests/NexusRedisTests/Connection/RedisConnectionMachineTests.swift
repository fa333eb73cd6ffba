import NexusCore
import Testing

@testable import NexusRedis

@Suite struct RedisConnectionMachineTests {
    private static func machine(_ steps: [RedisHandshake.Step] = [.ping]) -> RedisConnectionMachine {
        RedisConnectionMachine(steps: steps, backoff: ReconnectBackoff(minimum: .milliseconds(20), maximum: .milliseconds(80)))
    }

    @Test func opensInOrder() {
        var machine = Self.machine([.authenticate, .select, .setName, .ping])
        #expect(!machine.acceptsCommands)
        #expect(machine.start() == .connect(generation: 1))
        #expect(machine.start() == .none)
        #expect(machine.acceptsCommands)
        #expect(machine.connected(generation: 1) == .sendHandshake)
        #expect(machine.connected(generation: 1) == .none)
        #expect(machine.handshakeReply(.simple("OK")) == .none)
        #expect(machine.handshakeReply(.simple("OK")) == .none)
        #expect(machine.handshakeReply(.error("NOPERM no right to set a name")) == .none)
        #expect(!machine.isReady)
        #expect(machine.handshakeReply(.simple("PONG")) == .announceReady)
        #expect(machine.isReady)
        #expect(machine.handshakeTimedOut(generation: 1) == .none)
    }

    @Test(arguments: [
        (RedisHandshake.Step.authenticate, "WRONGPASS invalid", "WRONGPASS" as String?),
        (.select, "ERR DB index is out of range", "ERR"),
        (.ping, "LOADING dataset", "LOADING"),
        (.ping, "NOAUTH Authentication required.", "NOAUTH"),
        (.ping, "NOPERM ping", nil),
    ])
    func judgesRefusals(step: RedisHandshake.Step, reply: String, code: String?) {
        var machine = Self.machine([step])
        _ = machine.start()
        _ = machine.connected(generation: 1)
        let action = machine.handshakeReply(.error(reply))
        if let code {
            guard case .drop(let error) = action else { return #expect(Bool(false), "\(action)") }
            #expect(error.serverCode == code)
        } else {
            #expect(action == .announceReady)
        }
    }

    @Test func backsOffAndComesBack() {
        var machine = Self.machine()
        _ = machine.start()
        var generation: UInt64 = 1
        for ceiling in [Int64(40_000_000), 80_000_000, 80_000_000] {
            #expect(machine.lost(generation: generation, random: .max) != .none)
            #expect(machine.lost(generation: generation, random: 0) == .none, "lost once, counted once")
            #expect(!machine.acceptsCommands)
            #expect(machine.retry(generation: generation) == .connect(generation: generation + 1))
            #expect(!machine.acceptsCommands, "nobody waits for an attempt after a failed one")
            generation += 1
            guard case .reconnect(let delay) = machine.lost(generation: generation, random: 0) else { return #expect(Bool(false)) }
            #expect(delay >= ceiling / 2 && delay <= 80_000_000)
            #expect(machine.retry(generation: generation) == .connect(generation: generation + 1))
            generation += 1
        }
        #expect(machine.connected(generation: generation) == .sendHandshake)
        #expect(machine.handshakeReply(.simple("PONG")) == .announceReady)
        #expect(machine.failures == 0)
        #expect(machine.lost(generation: generation, random: 0) == .reconnect(after: 10_000_000))
        #expect(machine.retry(generation: generation) == .connect(generation: generation + 1))
        #expect(machine.acceptsCommands, "the first attempt after a good connection is worth waiting for")
    }

    @Test func isInNoHurryToReturnToAUselessPeer() {
        var machine = Self.machine()
        _ = machine.start()
        _ = machine.connected(generation: 1)
        _ = machine.handshakeReply(.simple("PONG"))
        #expect(machine.lost(generation: 1, isUseless: true, random: 0) == .reconnect(after: 40_000_000))
        #expect(machine.retry(generation: 1) == .connect(generation: 2))
        #expect(!machine.acceptsCommands)
    }

    @Test func ignoresThePast() {
        var machine = Self.machine()
        _ = machine.start()
        _ = machine.lost(generation: 1, random: 0)
        _ = machine.retry(generation: 1)
        #expect(machine.connected(generation: 1) == .none)
        #expect(machine.lost(generation: 1, random: 0) == .none)
        #expect(machine.handshakeTimedOut(generation: 1) == .none)
        #expect(machine.retry(generation: 1) == .none)
        #expect(machine.connected(generation: 2) == .sendHandshake)
        #expect(machine.handshakeTimedOut(generation: 2) == .drop(.hung))
    }

    @Test func staysClosed() {
        var machine = Self.machine()
        _ = machine.start()
        machine.close()
        #expect(machine.connected(generation: 1) == .none)
        #expect(machine.lost(generation: 1, random: 0) == .none)
        #expect(machine.retry(generation: 1) == .none)
        #expect(machine.start() == .none)
        #expect(!machine.acceptsCommands)
    }

    @Test func handshakeSendsWhatTheURLSays() throws {
        let plain = try RedisHandshake(url: RedisURL(host: "h"), clientName: nil)
        #expect(plain.steps == [.ping])
        let full = try RedisHandshake(url: RedisURL(parsing: "redis://u:p@h/2"), clientName: "nexus")
        #expect(full.steps == [.authenticate, .select, .setName, .ping])
        #expect(full.commands == [["AUTH", "u", .bytes([0x70])], ["SELECT", 2], ["CLIENT", "SETNAME", "nexus"], ["PING"]])
        let old = try RedisHandshake(url: RedisURL(parsing: "redis://:p@h"), clientName: nil)
        #expect(old.commands == [["AUTH", .bytes([0x70])], ["PING"]])
    }
}
