import Testing

@testable import NexusAuth

@Suite struct BitSetTests {
    @Test func behavesAsASet() {
        var random = SeededRandom(5)
        for _ in 0..<300 {
            var (bits, members) = (BitSet(), Set<Int>())
            for _ in 0..<20 {
                let (other, otherMembers) = Self.random(&random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0:
                    bits.formUnion(other)
                    members.formUnion(otherMembers)
                case 1:
                    bits.subtract(other)
                    members.subtract(otherMembers)
                default:
                    let member = Int.random(in: 0..<300, using: &random)
                    bits.insert(member)
                    members.insert(member)
                }
                #expect((0..<400).filter(bits.contains) == members.sorted())
                // Equal whatever the way to it, so that it can be compared and hashed.
                var again = BitSet()
                for member in members.shuffled(using: &random) { again.insert(member) }
                #expect(again == bits && again.hashValue == bits.hashValue)
            }
        }
    }

    private static func random(_ random: inout SeededRandom) -> (BitSet, Set<Int>) {
        let members = Set((0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 0..<300, using: &random) })
        return (members.reduce(into: BitSet()) { $0.insert($1) }, members)
    }
}
