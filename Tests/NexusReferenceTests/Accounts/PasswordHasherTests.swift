import Foundation
import NIOPosix
import NexusCore
import NexusReference
import Testing

@Suite struct PasswordHasherTests {
    @Test func aPasswordMatchesItsHashAndNoOther() async throws {
        let hasher = try PasswordHasher.cheap()
        let hash = try await hasher.hash("correct horse")
        #expect(try await hasher.matches("correct horse", hash))
        #expect(try await !hasher.matches("correct Horse", hash))
        #expect(try await !hasher.matches("correct horse ", hash))
        #expect(try await !hasher.matches("", hash))
        #expect(try await !hasher.matches("correct horse", nil))
    }

    @Test func saltsDiffer() async throws {
        let hasher = try PasswordHasher.cheap()
        #expect(try await hasher.hash("correct horse") != hasher.hash("correct horse"))
    }

    @Test func composedAndDecomposedAreOnePassword() async throws {
        let hasher = try PasswordHasher.cheap()
        let hash = try await hasher.hash("Zu\u{308}rich-See")
        #expect(try await hasher.matches("Z\u{FC}rich-See", hash))
    }

    @Test(arguments: ["", "1234567", String(repeating: "x", count: 1025)])
    func shortAndLongPasswordsAreRefused(password: String) async throws {
        let hasher = try PasswordHasher.cheap()
        await #expect(throws: AccountError.unacceptablePassword) { try await hasher.hash(password) }
    }

    @Test func whatIsBeyondTheLimitCounts() async throws {
        let hasher = try PasswordHasher.cheap()
        let longest = String(repeating: "x", count: 1024)
        let hash = try await hasher.hash(longest)
        #expect(try await hasher.matches(longest, hash))
        #expect(try await !hasher.matches(longest + "y", hash))
    }

    @Test func `a password that shrinks to the limit is accepted`() async throws {
        let hasher = try PasswordHasher.cheap()
        // The Kelvin sign takes three bytes, and is a K of one byte in normal form C.
        let kelvins = String(repeating: "\u{212A}", count: 1024)
        let hash = try await hasher.hash(kelvins)
        #expect(try await hasher.matches(String(repeating: "K", count: 1024), hash))
    }

    @Test func `a password far above the limit is not normalised`() async throws {
        let hasher = try PasswordHasher.cheap()
        let long = String(repeating: "Zu\u{308}rich", count: 100_000)
        var normalised = ""
        let work = ContinuousClock().measure { normalised = long.precomposedStringWithCanonicalMapping }
        #expect(normalised.utf8.count == 700_000)
        let start = ContinuousClock.now
        let isMatch = try await hasher.matches(long, nil)
        #expect(!isMatch && .now - start < work / 4)
    }

    @Test func oneTooManyIsUnavailableAndTheNextIsNot() async throws {
        let (entered, enteredSignal) = AsyncStream.makeStream(of: Void.self)
        let (release, releaseSignal) = AsyncStream.makeStream(of: Void.self)
        let hasher = try PasswordHasher.cheap(maximumPending: 1) { derivation in
            enteredSignal.yield()
            for await _ in release { break }
            return try derivation()
        }
        async let first = hasher.hash("correct horse")
        for await _ in entered { break }
        await #expect(throws: Rejection.unavailable()) { try await hasher.hash("correct horse") }
        releaseSignal.yield()
        let hash = try await first
        releaseSignal.yield()
        #expect(try await hasher.matches("correct horse", hash))
    }

    @Test func runsOnThreadsOfItsOwnUntilTheyStop() async throws {
        let pool = NIOThreadPool(numberOfThreads: 2)
        pool.start()
        let parameters = try #require(ScryptParameters(logarithm: 10, blockSize: 8, parallelism: 1))
        let hasher = PasswordHasher(parameters: parameters, pool: pool)
        let hash = try await hasher.hash("correct horse")
        #expect(hash.parameters == parameters)
        #expect(try await hasher.matches("correct horse", hash))
        try await pool.shutdownGracefully()
        await #expect(throws: (any Error).self) { try await hasher.hash("correct horse") }
    }
}

extension PasswordHasher {
    /// A hasher whose derivations take microseconds.
    static func cheap(
        maximumPending: Int = 64,
        executor: @escaping Executor = { try $0() }
    ) throws -> PasswordHasher {
        let parameters = try #require(ScryptParameters(logarithm: 4, blockSize: 1, parallelism: 1))
        return PasswordHasher(parameters: parameters, maximumPending: maximumPending, executor: executor)
    }
}
