@testable import NexusAuth

extension TokenExtraction {
    /// Finds the credential where the field comes in lines.
    func extract(header lines: [String], cookies: [String] = [], query: String = "") -> ExtractedToken {
        self.extract(header: RequestFacts.Field(lines: lines), cookies: cookies, query: query)
    }
}
