import NexusAuth
import Testing

@testable import NexusSQLite

@Suite struct TenantStatusCacheTests {
    @Test(arguments: [0, 1, 2, 7, 100])
    func remembersABoundedNumberAndTheLatest(capacity: Int) {
        var cache = TenantStatusCache(lifetime: .seconds(1), capacity: capacity)
        for number in 0..<1000 {
            cache.insert(.active, for: "\(number)", at: 0)
            #expect(cache.count <= max(2, capacity))
            #expect(cache.status(of: "\(number)", at: 0) == .active)
        }
    }

    @Test func aReadThatWasOvertakenDoesNotUndoAChange() {
        var cache = TenantStatusCache(lifetime: .seconds(1), capacity: 10)
        cache.insert(.suspended, for: "acme", at: 20)
        cache.insert(.active, for: "acme", at: 10)
        #expect(cache.status(of: "acme", at: 20) == .suspended)
        cache.insert(.active, for: "acme", at: 21)
        #expect(cache.status(of: "acme", at: 21) == .active)
    }

    @Test func aStatusCountsForItsLifetime() {
        var cache = TenantStatusCache(lifetime: .nanoseconds(5), capacity: 10)
        cache.insert(.active, for: "acme", at: 10)
        #expect(cache.status(of: "acme", at: 14) == .active)
        #expect(cache.status(of: "acme", at: 15) == nil)
    }
}
