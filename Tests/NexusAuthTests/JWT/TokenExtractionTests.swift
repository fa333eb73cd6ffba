import Testing

@testable import NexusAuth

@Suite("Token extraction")
struct TokenExtractionTests {
    private let everywhere = TokenExtraction(JWTConfig(tokenCookie: "session", tokenQueryParam: "access_token"))
    private let header = TokenExtraction(JWTConfig())

    private func cause(_ extracted: ExtractedToken) -> TokenFailure.Cause? {
        if case .refused(let failure) = extracted { failure.cause } else { nil }
    }

    @Test("the scheme is case-insensitive", arguments: ["Bearer a.b.c", "bearer a.b.c", "BEARER a.b.c", "bEaReR a.b.c"])
    func scheme(line: String) {
        #expect(self.header.extract(header: [line]) == .token("a.b.c"))
    }

    @Test("no token", arguments: [[], ["Basic dTpw"], ["Negotiate x"], ["Digest a=b, c=d"], ["x"]] as [[String]])
    func none(lines: [String]) {
        #expect(self.header.extract(header: lines) == .none)
    }

    @Test(
        "malformed",
        arguments: [
            "Bearer", "Bearer ", "Bearer  a.b.c", "Bearer a.b.c ", "Bearer a b", "Bearer a,b", "Bearer a.b.c, Bearer d.e.f", "Bearer \"a\"",
            "Bearer é",
        ])
    func malformed(line: String) {
        #expect(self.cause(self.header.extract(header: [line])) == .malformedCredential)
    }

    @Test("every byte at every place of a token, against the grammar of RFC 6750")
    func characters() {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=".utf8)
        for length in [1, 15, 16, 17, 33] {
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    var token = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    token[place] = byte
                    let isToken = token.withUnsafeBufferPointer(TokenCharacters.fill)
                    #expect(isToken == allowed.contains(byte), "\(byte) at \(place) of \(length)")
                }
            }
        }
    }

    @Test("exactly one credential")
    func one() {
        let extract: ([String], [String], String) -> ExtractedToken = self.everywhere.extract
        #expect(self.cause(extract(["Bearer a", "Bearer a"], [], "")) == .ambiguousCredential)
        #expect(self.cause(extract(["Basic a", "Bearer a"], [], "")) == .ambiguousCredential)
        #expect(self.cause(extract(["Bearer a"], ["session=a"], "")) == .ambiguousCredential)
        #expect(self.cause(extract(["Bearer a"], [], "access_token=a")) == .ambiguousCredential)
        #expect(self.cause(extract([], ["session=a"], "access_token=a")) == .ambiguousCredential)
        #expect(self.cause(extract([], ["session=a; session=b"], "")) == .ambiguousCredential)
        #expect(self.cause(extract([], ["session=a", "session=b"], "")) == .ambiguousCredential)
        #expect(self.cause(extract([], [], "access_token=a&access_token=b")) == .ambiguousCredential)
        #expect(self.cause(extract([], [], "access_token=a&%61ccess_token=b")) == .ambiguousCredential)
        #expect(self.cause(extract(["Bearer"], ["session=a"], "")) == .ambiguousCredential)
        #expect(extract(["Basic a"], ["session=a"], "") == .token("a"))
        #expect(extract(["Bearer a"], ["session="], "access_token=") == .token("a"))
    }

    @Test("cookie and query only where they are switched on")
    func sources() {
        #expect(self.header.extract(header: [], cookies: ["session=a"], query: "access_token=a") == .none)
        #expect(self.everywhere.extract(header: [], cookies: ["x=1; session=a.b.c; sessionx=2"]) == .token("a.b.c"))
        #expect(self.everywhere.extract(header: [], cookies: ["Session=a"]) == .none)
        #expect(self.everywhere.extract(header: [], query: "x=1&access_token=a.b.c&y") == .token("a.b.c"))
        #expect(self.cause(self.everywhere.extract(header: [], query: "access_token=a%2Eb")) == .malformedCredential)
    }

    @Test("another header takes the token with or without scheme")
    func otherHeader() {
        let extraction = TokenExtraction(JWTConfig(tokenHeader: "X-Access-Token"))
        #expect(extraction.headerName == "x-access-token")
        #expect(extraction.extract(header: ["a.b.c"]) == .token("a.b.c"))
        #expect(extraction.extract(header: ["Bearer a.b.c"]) == .token("a.b.c"))
        #expect(self.cause(extraction.extract(header: ["Basic a"])) == .malformedCredential)
        #expect(extraction.extract(header: [""]) == .none)
    }
}
