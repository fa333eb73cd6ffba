import NIOCore
import NexusCore

/// What the connections of one event loop share: the executor of their tasks, the date, when answers are sent, and the clock that ends the slow ones.
///
/// One repeated task a loop looks at all connections twice a second; a connection schedules nothing of its own.
final class LoopServices {
    /// How often connections are looked at.
    static let interval = TimeAmount.milliseconds(500)

    let executor: EventLoopTaskExecutor
    let flushes: FlushBatch
    var dates = HTTPDateCache()
    private var scratch: [UInt8] = []
    private var connections: [ObjectIdentifier: any TimedConnection] = [:]
    let eventLoop: any EventLoop
    private let time: TimeSource
    private var task: RepeatedTask?

    init(eventLoop: any EventLoop, time: TimeSource) {
        self.executor = EventLoopTaskExecutor(eventLoop)
        self.flushes = FlushBatch(eventLoop: eventLoop)
        self.eventLoop = eventLoop
        self.time = time
    }

    var now: Moment { self.time.now() }

    func add(_ connection: any TimedConnection) {
        self.connections[ObjectIdentifier(connection)] = connection
        guard self.task == nil else { return }
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.task = self.eventLoop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in
            bound.value.sweep()
        }
    }

    func remove(_ connection: any TimedConnection) {
        self.connections[ObjectIdentifier(connection)] = nil
        guard self.connections.isEmpty else { return }
        self.task?.cancel()
        self.task = nil
    }

    /// Room to write a head in, empty, used by one after another.
    func takeScratch() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &self.scratch)
        taken.removeAll(keepingCapacity: true)
        return taken
    }

    /// Gives it back, unless it grew beyond what heads need.
    func returnScratch(_ scratch: consuming [UInt8]) {
        if scratch.capacity <= Self.largestScratch { self.scratch = scratch }
    }

    private static let largestScratch = 16_384

    private func sweep() {
        let now = self.time.now()
        for connection in self.connections.values { connection.checkTime(now) }
    }
}

/// A connection that is looked at regularly.
protocol TimedConnection: AnyObject {
    /// Ends whatever has taken too long.
    func checkTime(_ now: Moment)
}
