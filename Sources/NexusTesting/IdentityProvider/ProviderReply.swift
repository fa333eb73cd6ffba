/// An answer of the fake identity provider, good or spoiled.
struct ProviderReply: Sendable {
    enum Body: Sendable {
        case whole([UInt8])
        case drip([UInt8], Duration)
        case endless
        case silence
    }

    var status: Int
    var headers: [(String, String)] = []
    var body = Body.whole([])
}
