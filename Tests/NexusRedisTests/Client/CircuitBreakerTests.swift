import Testing

@testable import NexusRedis

@Suite struct CircuitBreakerTests {
    @Test func opensAfterFailuresInARow() {
        var breaker = CircuitBreaker(threshold: 3, cooldown: 100)
        breaker.failed(2, now: 0)
        #expect(breaker.state == .closed)
        breaker.succeeded()
        breaker.failed(2, now: 1)
        #expect(breaker.state == .closed)
        breaker.failed(now: 2)
        #expect(breaker.state == .open)
    }

    @Test func probesOnceAfterTheCooldown() {
        var breaker = CircuitBreaker(threshold: 1, cooldown: 100)
        #expect(breaker.beginProbe(now: 0) == false)
        breaker.failed(64, now: 10)
        breaker.failed(64, now: 90)
        #expect(breaker.beginProbe(now: 109) == false)
        #expect(breaker.beginProbe(now: 110) == true)
        #expect(breaker.state == .halfOpen)
        #expect(breaker.beginProbe(now: 1000) == false)
        breaker.failed(now: 200)
        #expect(breaker.state == .open)
        #expect(breaker.beginProbe(now: 299) == false)
        #expect(breaker.beginProbe(now: 300) == true)
        breaker.succeeded()
        #expect(breaker.state == .closed)
    }

    @Test func anOldReplyDoesNotClose() {
        var breaker = CircuitBreaker(threshold: 1, cooldown: 100)
        breaker.failed(now: 0)
        breaker.succeeded()
        #expect(breaker.state == .open)
        breaker.reset()
        #expect(breaker.state == .closed)
    }

    @Test func survivesAnyNumbers() {
        var breaker = CircuitBreaker(threshold: .max, cooldown: .max)
        breaker.failed(.max, now: .max)
        #expect(breaker.state == .open)
        breaker.failed(-1, now: .min)
        _ = breaker.beginProbe(now: .max)
    }
}
