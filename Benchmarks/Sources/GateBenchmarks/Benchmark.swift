/// One measured operation.
struct Benchmark: Sendable {
    let name: String
    /// Makes what the operation needs, and returns what repeats it.
    let prepare: @Sendable () throws -> (_ iterations: Int) -> Void

    /// - Parameters:
    ///   - name: The name that thresholds are kept under.
    ///   - prepare: Makes what the operation needs, and returns the operation.
    init<Result>(_ name: String, _ prepare: @escaping @Sendable () throws -> () -> Result) {
        self.name = name
        self.prepare = {
            let operation = try prepare()
            return { iterations in
                for _ in 0..<iterations { keep(operation()) }
            }
        }
    }

    static let all = values + tokens + limits + requirements + wholeGate + audit
}

/// Uses a value in a way that the optimiser cannot see through.
@inline(never)
private func keep<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}
