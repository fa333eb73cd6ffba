package import GRDB

extension Row {
    /// The value of a column. Unlike GRDB's subscript it does not trap on a database that someone else has changed.
    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` when the value is not of this type.
    package func value<Value: DatabaseValueConvertible>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        guard let stored = self[column] as DatabaseValue?, let value = Value.fromDatabaseValue(stored) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return value
    }

    /// The value of a column that may be null.
    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` when the value is neither null nor of this type.
    package func optional<Value: DatabaseValueConvertible>(_ column: String, as type: Value.Type = Value.self) throws -> Value? {
        guard let stored = self[column] as DatabaseValue?, !stored.isNull else { return nil }
        return try self.value(column)
    }
}
