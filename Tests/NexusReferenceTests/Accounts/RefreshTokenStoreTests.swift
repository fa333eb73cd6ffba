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

    @Test func `within the grace a repeat gets the same successor, and later it ends the family`() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let first = try #require(try await fixture.rotate(token))
            fixture.time.advance(by: .seconds(10))
            #expect(try await fixture.rotate(token) == first)
            // A repeat does not prolong the grace.
            fixture.time.advance(by: .nanoseconds(1))
            #expect(try await fixture.store.refresh(token.text) == .reused(fixture.ada))
            #expect(try await fixture.store.refresh(first.text) == .invalid)
        }
    }

    @Test func `a thief within the grace stands on the owner's chain, and is found out`() async throws {
        try await RefreshFixture.with { fixture in
            let stolen = try await fixture.store.issue(to: fixture.ada)
            let owners = try #require(try await fixture.rotate(stolen))
            let thiefs = try #require(try await fixture.rotate(stolen))
            fixture.time.advance(by: .seconds(900))
            let next = try #require(try await fixture.rotate(thiefs))
            fixture.time.advance(by: .seconds(900))
            #expect(try await fixture.store.refresh(owners.text) == .reused(fixture.ada))
            #expect(try await fixture.store.refresh(next.text) == .invalid)
        }
    }

    @Test func `a repeat after the successor was used leads to the same chain`() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let second = try #require(try await fixture.rotate(token))
            let third = try #require(try await fixture.rotate(second))
            #expect(try await fixture.rotate(token) == second)
            #expect(try await fixture.rotate(second) == third)
            #expect(try await fixture.rows() == 1 + 3)
        }
    }

    @Test func `a token that an older version marked as used ends its family`() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            _ = try #require(try await fixture.rotate(token))
            try await fixture.database.pool.write { try $0.execute(sql: "UPDATE refresh_token SET successor_salt = NULL") }
            #expect(try await fixture.store.refresh(token.text) == .reused(fixture.ada))
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

    @Test func `a hundred parallel refreshes all get one successor, and one late reuse revokes`() async throws {
        try await RefreshFixture.with { fixture in
            let token = try await fixture.store.issue(to: fixture.ada)
            let outcomes = try await fixture.inParallel(100) { try await fixture.store.refresh(token.text) }
            let tokens = outcomes.compactMap { if case .rotated(let token, _) = $0 { token } else { nil } }
            #expect(tokens.count == 100 && Set(tokens).count == 1)
            fixture.time.advance(by: .seconds(60))
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

    @Test func `tokens of a family are bounded, and an evicted one fails safe`() async throws {
        try await RefreshFixture.with(options: .init(tokensPerFamily: 4)) { fixture in
            let first = try await fixture.store.issue(to: fixture.ada)
            var token = first
            for _ in 0..<50 { token = try #require(try await fixture.rotate(token)) }
            #expect(try await fixture.rows() == 1 + 4)
            #expect(try await fixture.rotate(token) != nil)
            #expect(try await fixture.store.refresh(first.text) == .reused(fixture.ada))
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
