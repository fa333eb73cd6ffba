import Foundation
import GRDB
import NexusCore
import NexusReference
import NexusSQLite
import Testing

@Suite struct RefreshTokenStoreTests {
    @Test func eachTokenIsGoodForTheNext() async throws {
        try await RefreshFixture.with { fixture in
            var token = try await fixture.store.issue(to: fixture.ada)
            for _ in 0..<200 {
                fixture.time.advance(by: .seconds(900))
                let next = try #require(try await fixture.rotate(token))
                #expect(next != token)
                token = next
            }
            // The family, its good token, and the one before it, whose grace is not over.
            #expect(try await fixture.rows() == 1 + 2)
        }
    }

    @Test func tokensAre256BitsAndOnlyHashesAreStored() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let bytes = try #require(Base64URL.decode(token.text))
            #expect(bytes.count == 32)
            #expect("\(token)" == "(refresh token)")
            let stored = try await fixture.database.pool.read { database in
                try Data.fetchAll(database, sql: "SELECT token_hash FROM refresh_token UNION ALL SELECT selector_hash FROM refresh_family")
            }
            #expect(stored.count == 2)
            #expect(stored.allSatisfy { $0.count == 32 && !$0.starts(with: bytes.prefix(16)) })
        }
    }

    @Test(arguments: [1, 2, 300])
    func aReuseHoweverOldRevokesTheFamily(rotations: Int) async throws {
        try await RefreshFixture.with { fixture in
            let stolen = try await fixture.store.issue(to: fixture.ada)
            let other = try await fixture.store.issue(to: fixture.ada)
            var token = stolen
            for _ in 0..<rotations { token = try #require(try await fixture.rotate(token)) }
            fixture.time.advance(by: .seconds(11))
            #expect(try await fixture.store.refresh(stolen.text) == .reused(fixture.ada))
            #expect(try await fixture.store.refresh(token.text) == .invalid)
            #expect(try await fixture.store.refresh(stolen.text) == .invalid)
            #expect(try await fixture.rotate(other) != nil)
        }
    }

    @Test func withinTheGraceARepeatGetsASibling() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let first = try #require(try await fixture.rotate(token))
            fixture.time.advance(by: .seconds(10))
            let second = try #require(try await fixture.rotate(token))
            #expect(first != second)
            // A repeat does not prolong the grace.
            fixture.time.advance(by: .nanoseconds(1))
            #expect(try await fixture.store.refresh(token.text) == .reused(fixture.ada))
            #expect(try await fixture.store.refresh(first.text) == .invalid)
            #expect(try await fixture.store.refresh(second.text) == .invalid)
        }
    }

    @Test func withoutGraceTheFirstRepeatRevokes() async throws {
        try await RefreshFixture.with(options: .init(grace: .zero)) { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            _ = try #require(try await fixture.rotate(token))
            fixture.time.advance(by: .nanoseconds(1))
            #expect(try await fixture.store.refresh(token.text) == .reused(fixture.ada))
        }
    }

    @Test func aClockThatStepsBackGivesNoLongerGrace() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            _ = try #require(try await fixture.rotate(token))
            fixture.time.stepWallClock(by: .seconds(-3600))
            #expect(try await fixture.store.refresh(token.text) == .reused(fixture.ada))
        }
    }

    @Test func aHundredParallelRefreshesAllSucceedAndOneLateReuseRevokes() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let siblings = try await fixture.inParallel(100) { try await fixture.store.refresh(token.text) }
            let tokens = siblings.compactMap { if case .rotated(let token, _) = $0 { token } else { nil } }
            #expect(Set(tokens).count == 100)
            fixture.time.advance(by: .seconds(60))
            for token in tokens.prefix(5) { #expect(try await fixture.rotate(token) != nil) }
            let late = try await fixture.inParallel(100) { try await fixture.store.refresh(token.text) }
            #expect(late.count { $0 == .reused(fixture.ada) } == 1)
            #expect(late.count { $0 == .invalid } == 99)
            #expect(try await fixture.store.refresh(tokens[50].text) == .invalid)
            #expect(try await fixture.rows() == 0)
        }
    }

    @Test func anUnusedTokenExpires() async throws {
        try await RefreshFixture.with(options: .init(lifetime: .seconds(100))) { fixture in
            let early = try await fixture.store.issue(to: fixture.ada)
            fixture.time.advance(by: .seconds(99))
            let next = try #require(try await fixture.rotate(early))
            fixture.time.advance(by: .seconds(100))
            #expect(try await fixture.store.refresh(next.text) == .invalid)
            _ = try await fixture.store.issue(to: fixture.ada)
            #expect(try await fixture.rows() == 1 + 1)
        }
    }

    @Test func anExpiredSiblingDoesNotRevokeItsFamily() async throws {
        try await RefreshFixture.with(options: .init(lifetime: .seconds(100))) { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let abandoned = try #require(try await fixture.rotate(token))
            let used = try #require(try await fixture.rotate(token))
            fixture.time.advance(by: .seconds(60))
            let current = try #require(try await fixture.rotate(used))
            fixture.time.advance(by: .seconds(60))
            #expect(try await fixture.store.refresh(abandoned.text) == .invalid)
            #expect(try await fixture.rotate(current) != nil)
        }
    }

    @Test func logoutRevokesTheFamilyAndNoOther() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let other = try await fixture.store.issue(to: fixture.ada)
            let next = try #require(try await fixture.rotate(token))
            #expect(try await fixture.store.revokeFamily(of: token.text))
            #expect(try await !fixture.store.revokeFamily(of: token.text))
            #expect(try await fixture.store.refresh(next.text) == .invalid)
            #expect(try await fixture.rotate(other) != nil)
            try await fixture.store.revokeAll(of: fixture.ada)
            #expect(try await fixture.rows() == 0)
        }
    }

    @Test func removingTheAccountRevokesItsTokens() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            #expect(try await fixture.users.remove("ada"))
            #expect(try await fixture.store.refresh(token.text) == .invalid)
            #expect(try await fixture.rows() == 0)
            await #expect(throws: StorageError.self) { try await fixture.store.issue(to: fixture.ada) }
        }
    }

    @Test(arguments: [
        "", "x", String(repeating: "A", count: 42), String(repeating: "A", count: 43), String(repeating: "A", count: 44),
        String(repeating: "A", count: 100_000), "'; DROP TABLE refresh_token; --", "\0",
    ])
    func malformedAndUnknownTokensAreInvalid(text: String) async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            #expect(try await fixture.store.refresh(text) == .invalid)
            #expect(try await !fixture.store.revokeFamily(of: text))
            #expect(try await fixture.rotate(token) != nil)
        }
    }

    @Test func familiesOfAUserAreBounded() async throws {
        try await RefreshFixture.with(options: .init(familiesPerUser: 3)) { fixture in
            var tokens: [RefreshToken] = []
            for _ in 0..<3 {
                tokens.append(try await fixture.store.issue(to: fixture.ada))
                fixture.time.advance(by: .seconds(20))
            }
            tokens[0] = try #require(try await fixture.rotate(tokens[0]))
            let newest = try await fixture.store.issue(to: fixture.ada)
            #expect(try await fixture.store.refresh(tokens[1].text) == .invalid)
            for token in [tokens[0], tokens[2], newest] { #expect(try await fixture.rotate(token) != nil) }
        }
    }

    @Test func tokensOfAFamilyAreBoundedAndAnEvictedOneFailsSafe() async throws {
        try await RefreshFixture.with(options: .init(tokensPerFamily: 4)) { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            var siblings: [RefreshToken] = []
            for _ in 0..<50 { siblings.append(try #require(try await fixture.rotate(token))) }
            #expect(try await fixture.rows() == 1 + 4)
            #expect(try await fixture.rotate(siblings[49]) != nil)
            #expect(try await fixture.store.refresh(siblings[0].text) == .reused(fixture.ada))
            #expect(try await fixture.rows() == 0)
        }
    }

    @Test func aRestartForgetsNothing() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let next = try #require(try await fixture.rotate(token))
            let path = fixture.database.pool.path
            try fixture.database.close()
            let reopened = try ReferenceDatabase(path: path)
            let store = RefreshTokenStore(database: reopened, time: .manual(fixture.time))
            fixture.time.advance(by: .seconds(11))
            guard case .rotated = try await store.refresh(next.text) else {
                Issue.record("the token is not known after a restart")
                return
            }
            #expect(try await store.refresh(token.text) == .reused(fixture.ada))
            try reopened.close()
        }
    }
}
