import NexusCore

/// Keeps the names of one object apart: two that redaction made alike would make a line that strict readers refuse.
struct DistinctNames {
    private var taken: Set<ExactText> = []
    private var copies: [ExactText: Int] = [:]

    /// A name that has not been given yet: this one, or one with a number behind it.
    mutating func distinct(_ name: String) -> String {
        guard !self.taken.insert(ExactText(name)).inserted else { return name }
        var number = self.copies[ExactText(name)] ?? 1
        var copy: String
        repeat {
            number += 1
            copy = "\(name) (\(number))"
        } while !self.taken.insert(ExactText(copy)).inserted
        self.copies[ExactText(name)] = number
        return copy
    }
}
