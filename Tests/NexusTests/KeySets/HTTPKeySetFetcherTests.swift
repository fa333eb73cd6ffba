import Nexus
import NexusAuth
import NexusTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTPKeySetFetcherTests {
    typealias Fault = FakeIdentityProvider.Fault

    /// Fetches the keys of a fresh provider.
    private func fetch(
        limits: HTTPKeySetFetcher.Limits = HTTPKeySetFetcher.Limits(),
        prepare: (FakeIdentityProvider) async throws -> Void = { _ in },
        afterwards: (FakeIdentityProvider) async throws -> Void = { _ in }
    ) async throws -> Result<KeySetDocument, KeySetError> {
        try await withFetching(limits: limits) { provider, fetcher in
            try await prepare(provider)
            let result: Result<KeySetDocument, KeySetError>
            do throws(KeySetError) {
                result = .success(try await fetcher.fetch(try KeySetURL(provider.keySetURL)))
            } catch {
                result = .failure(error)
            }
            try await afterwards(provider)
            return result
        }
    }

    private func fetch(_ fault: Fault, limits: HTTPKeySetFetcher.Limits = HTTPKeySetFetcher.Limits()) async throws -> KeySetError.Code? {
        let result = try await self.fetch(limits: limits) { $0.fault = fault }
        return switch result {
        case .success: nil
        case .failure(let error): error.code
        }
    }

    @Test func theDocumentAndItsLifetimeComeBack() async throws {
        let document = try await self.fetch { $0.cacheControl = "public, max-age=600" }.get()
        #expect(document.maxAge == 600)
        let ring = try KeyRing(jwks: document.bytes, allowed: .asymmetric)
        #expect(ring.keys.map(\.keyID) == ["key-1"])
    }

    @Test(arguments: [
        (Fault.status(500), KeySetError.Code.badStatus), (.status(404), .badStatus), (.status(204), .badStatus), (.status(304), .badStatus),
        (.redirect(to: "http://169.254.169.254/latest/meta-data"), .redirected),
        (.redirect(to: "https://evil.example/jwks.json"), .redirected),
        (.redirect(to: "/elsewhere"), .redirected), (.endlessBody, .tooLarge), (.extraKeys(10_000), .tooLarge),
    ])
    func faultsAreErrors(fault: Fault, code: KeySetError.Code) async throws {
        #expect(try await self.fetch(fault) == code)
    }

    @Test(arguments: [Fault.hang, .slowDrip(every: .milliseconds(20))])
    func slownessEndsWithTheTime(fault: Fault) async throws {
        var limits = HTTPKeySetFetcher.Limits()
        limits.totalTimeout = .milliseconds(300)
        let started = ContinuousClock.now
        #expect(try await self.fetch(fault, limits: limits) == .timedOut)
        #expect(ContinuousClock.now - started < .seconds(3))
    }

    @Test func aSlowAnswerWithinTheTimeIsAnAnswer() async throws {
        #expect(try await self.fetch(.slowDrip(every: .milliseconds(1))) == nil)
    }

    @Test func aRefusedConnectionFailsAtOnce() async throws {
        let started = ContinuousClock.now
        let result = try await self.fetch { try await $0.stop() }
        #expect(throws: KeySetError(.unreachable, "no connection")) { try result.get() }
        #expect(ContinuousClock.now - started < .seconds(2))
    }

    @Test(arguments: [Fault.endlessBody, .hang, .status(500), .extraKeys(10_000)])
    func whatIsGivenUpDoesNotGoOn(fault: Fault) async throws {
        var limits = HTTPKeySetFetcher.Limits()
        limits.totalTimeout = .milliseconds(500)
        _ = try await self.fetch(limits: limits, prepare: { $0.fault = fault }) { provider in
            // An answer of 500 is complete: its connection may be kept for the next fetch.
            guard fault != .status(500) else { return }
            for _ in 0..<200 where provider.openConnections > 0 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(provider.openConnections == 0)
        }
    }

    @Test func anEndlessBodyIsReadToTheLimitAndNotFurther() async throws {
        var limits = HTTPKeySetFetcher.Limits()
        limits.maximumBytes = 1024
        #expect(try await self.fetch(.endlessBody, limits: limits) == .tooLarge)
        #expect(try await self.fetch(.document(String(repeating: " ", count: 1024)), limits: limits) == nil)
        #expect(try await self.fetch(.document(String(repeating: " ", count: 1025)), limits: limits) == .tooLarge)
    }

    @Test func redirectsWithinTheOriginAreFollowedWhereAllowed() async throws {
        var limits = HTTPKeySetFetcher.Limits()
        limits.maximumRedirects = 2
        #expect(try await self.fetch(.redirect(to: "/.well-known/openid-configuration"), limits: limits) == nil)
        #expect(try await self.fetch(.redirect(to: "/jwks.json"), limits: limits) == .redirected)
        for location in ["//evil.example/jwks.json", "http://127.0.0.1:1/jwks.json", "https://127.0.0.1/jwks.json", "jwks.json", ""] {
            #expect(try await self.fetch(.redirect(to: location), limits: limits) == .redirected)
        }
    }

    @Test func redirectsAreCounted() async throws {
        var limits = HTTPKeySetFetcher.Limits()
        limits.maximumRedirects = 3
        _ = try await self.fetch(limits: limits, prepare: { $0.fault = .redirect(to: $0.keySetURL) }) { #expect($0.keySetFetches == 4) }
    }

    @Test func aCancelledFetchEnds() async throws {
        try await withFetching { provider, fetcher in
            provider.fault = .hang
            let url = try KeySetURL(provider.keySetURL)
            let task = Task { try await fetcher.fetch(url) }
            while provider.keySetFetches == 0 { try await Task.sleep(for: .milliseconds(5)) }
            let started = ContinuousClock.now
            task.cancel()
            await #expect(throws: KeySetError.self) { try await task.value }
            #expect(ContinuousClock.now - started < .seconds(2))
        }
    }

    @Test func errorsQuoteNothingOfTheAnswer() async throws {
        let result = try await self.fetch { $0.fault = .redirect(to: "https://evil.example/?secret=canary") }
        guard case .failure(let error) = result else {
            Issue.record("a redirect is not followed")
            return
        }
        #expect(!error.description.contains("canary"))
    }
}
