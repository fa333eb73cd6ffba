import Synchronization

/// A value kept once per thread lane, so that recording never waits for another thread, and folded together when it is read.
///
/// Each lane has a lock of its own. It is held for nanoseconds, and only a reader ever meets the thread that writes there.
struct Sharded<State: Sendable>: ~Copyable, Sendable {
    private let lanes: InlineArray<8, Lane>

    /// Creates the lanes.
    /// - Parameter initial: What every lane starts with.
    init(_ initial: State) {
        self.lanes = InlineArray { _ in Lane(initial) }
    }

    /// Changes the current thread's lane.
    @inline(__always)
    borrowing func update<Result>(_ body: (inout State) -> Result) -> Result {
        self.lanes[ThreadLane.current].state.withLock { state in body(&state) }
    }

    /// Reads every lane in turn.
    borrowing func fold<Result>(into result: Result, _ combine: (inout Result, State) -> Void) -> Result {
        var result = result
        for index in self.lanes.indices {
            let state = self.lanes[index].state.withLock { $0 }
            combine(&result, state)
        }
        return result
    }

    private struct Lane: ~Copyable, Sendable {
        let state: Mutex<State>
        /// Keeps neighbouring lanes off each other's cache lines.
        private let padding: InlineArray<8, UInt64>

        init(_ initial: State) {
            self.state = Mutex(initial)
            self.padding = InlineArray(repeating: 0)
        }
    }
}
