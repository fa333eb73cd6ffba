package import GRDB

/// Why an SQLite database cannot be opened, read or written: one line for an operator, without SQL and without values.
public struct StorageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// One clause for a person.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The folder or the file cannot be created or written.
        public static let notWritable = Code("the folder or the file cannot be created or written")
        /// The file holds something that is not an SQLite database.
        public static let notADatabase = Code("the file is not an SQLite database")
        /// The database contradicts itself, or a value in it is not of the form that was stored.
        public static let damaged = Code("the database is damaged")
        /// A later version of this software has changed the tables.
        public static let newerSchema = Code("the database was made by a newer version")
        /// There is no room left.
        public static let diskFull = Code("the disk is full")
        /// Another process held the database for longer than the busy timeout.
        public static let busy = Code("the database is locked by another process")
        /// The database has been closed.
        public static let closed = Code("the database is closed")
        /// The identifier of a tenant has not the length or the characters of one.
        public static let malformedTenant = Code("the tenant's identifier is malformed")
        /// Anything else that SQLite reports.
        public static let failed = Code("the database failed")
    }

    /// What is wrong.
    public let code: Code
    /// The path of the database, as it was configured.
    public let path: String
    /// The extended result code of SQLite, if it was SQLite that failed.
    public let resultCode: Int32?

    /// Creates an error.
    package init(_ code: Code, path: String, resultCode: Int32? = nil) {
        self.code = code
        self.path = path
        self.resultCode = resultCode
    }

    /// The name of the file, without its folder, and what is wrong.
    public var description: String {
        let name = self.path.split(separator: "/").last.map(String.init) ?? "database"
        return self.resultCode.map { "\(name): \(self.code) (SQLite \($0))" } ?? "\(name): \(self.code)"
    }
}

extension StorageError {
    /// Reads what GRDB threw; an error of another kind is kept as it is.
    package static func mapping(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return StorageError(error, path: path)
    }

    /// Reads what GRDB threw.
    package init(_ error: DatabaseError, path: String) {
        let code: Code =
            switch error.resultCode {
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .notWritable
            case .SQLITE_NOTADB: .notADatabase
            case .SQLITE_CORRUPT: .damaged
            case .SQLITE_FULL: .diskFull
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_MISUSE: .closed
            default: .failed
            }
        self.init(code, path: path, resultCode: error.extendedResultCode.rawValue)
    }
}
