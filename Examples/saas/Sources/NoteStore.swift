import Nexus
import NexusCore
import Synchronization

/// A note of a tenant.
struct Note: ResponseContent, Codable {
    let id: Int
    let text: String
    let author: String
}

/// The notes of all tenants. No call can name another tenant's: a `TenantID` is made by the gate alone.
final class NoteStore: Sendable {
    private let notes = Mutex<[TenantID: [Note]]>([:])

    func all(in tenant: TenantID) -> [Note] {
        self.notes.withLock { $0[tenant] ?? [] }
    }

    func add(_ text: String, author: String, in tenant: TenantID) -> Note {
        self.notes.withLock { notes in
            let note = Note(id: (notes[tenant]?.last?.id ?? 0) + 1, text: text, author: author)
            notes[tenant, default: []].append(note)
            return note
        }
    }

    func remove(_ id: Int, in tenant: TenantID) -> Bool {
        self.notes.withLock { notes in
            let count = notes[tenant]?.count
            notes[tenant]?.removeAll { $0.id == id }
            return notes[tenant]?.count != count
        }
    }
}
