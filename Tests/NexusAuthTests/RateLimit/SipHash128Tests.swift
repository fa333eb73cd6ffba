import NexusAuth
import Testing

@Suite struct SipHash128Tests {
    /// From the reference implementation's `vectors_sip128`: the key is 00…0f, the message 00, 01, 02, … of the given length.
    private static let vectors: [(length: Int, hash: String)] = [
        (0, "a3817f04ba25a8e66df67214c7550293"),
        (1, "da87c1d86b99af44347659119b22fc45"),
        (7, "a1f1ebbed8dbc153c0b84aa61ff08239"),
        (8, "3b62a9ba6258f5610f83e264f31497b4"),
        (9, "264499060ad9baabc47f8b02bb6d71ed"),
        (15, "5493e99933b0a8117e08ec0f97cfc3d9"),
        (16, "6ee2a4ca67b054bbfd3315bf85230577"),
        (17, "473d06e8738db89854c066c47ae47740"),
        (31, "2939b0183223fafc1723de4f52c43d35"),
        (32, "7c3956ca5eeafc3e363e9d556546eb68"),
        (63, "5150d1772f50834a503e069a973fbd7c"),
    ]

    @Test(arguments: Self.vectors)
    func matchesTheReferenceVectors(length: Int, hash: String) {
        let message = (0..<length).map(UInt8.init)
        let key = SipHash128.Key(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        let (first, second) = message.withUnsafeBufferPointer { SipHash128.hash($0, key: key) }
        let bytes = [first, second].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        let text = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(text == hash)
    }

    @Test func randomKeysDiffer() {
        #expect(SipHash128.Key.random() != SipHash128.Key.random())
    }
}
