import Testing

@testable import NexusAuth

@Suite("What the redactor looks at")
struct RedactorBoundsTests {
    @Test func whatIsCutOffIsNotKept() {
        let long = String(repeating: "word ", count: 100_000)
        // Nothing of a text without a space can be kept, for it may be the beginning of a token; that there was one is said.
        #expect(Redactor().text(String(repeating: "a", count: 100_000), limit: 512) == "…")
        #expect(Redactor().text(long, limit: 512).utf8.count <= 512 + 3)
    }

    @Test func everyPairOfARowIsFound() {
        let text = Redactor().text("password=one;token=two&api_key=three")
        #expect(!text.contains("one") && !text.contains("two") && !text.contains("three"))
    }

    @Test func aNameInsideASensitiveValueHidesNothingBehindIt() {
        let text = Redactor().text(#"password="a=b token" token=second"#)
        #expect(!text.contains("second") && !text.contains("a=b"))
    }

    @Test(arguments: ["4111 1111 1111 1111", "4111-1111-1111-1111", "5500005555555559"])
    func cardNumbersAreFoundInGroups(number: String) {
        #expect(!Redactor().text("card \(number) charged").contains("1111") && !Redactor().text("card \(number)").contains("5555"))
    }

    @Test func numbersThatAreNoCardsStay() {
        #expect(Redactor().text("order 4111 1111 1111 1112").contains("1112"))
    }
}
