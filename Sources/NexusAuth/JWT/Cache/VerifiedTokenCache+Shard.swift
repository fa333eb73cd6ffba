internal import Synchronization

extension VerifiedTokenCache {
    /// One table behind one lock.
    final class Shard: Sendable {
        let table: Mutex<Table>

        init(maximumEntries: Int, maximumBytes: Int) {
            self.table = Mutex(Table(maximumEntries: maximumEntries, maximumBytes: maximumBytes))
        }
    }
}
