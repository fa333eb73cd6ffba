import GRDB

extension DatabaseMigrator {
    /// The tables of the reference API. A migration that has been released is never changed: another one follows it.
    ///
    /// The tables are strict, so a value always has the type that its column declares.
    static var reference: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("articles") { database in
            try database.execute(
                sql: """
                    CREATE TABLE article_counter (
                        tenant TEXT NOT NULL PRIMARY KEY,
                        last_id INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE article (
                        tenant TEXT NOT NULL REFERENCES article_counter (tenant),
                        id INTEGER NOT NULL,
                        title TEXT NOT NULL,
                        body TEXT NOT NULL,
                        author TEXT NOT NULL,
                        created_at INTEGER NOT NULL,
                        PRIMARY KEY (tenant, id)
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("accounts") { database in
            try database.execute(
                sql: """
                    CREATE TABLE account (
                        username TEXT NOT NULL PRIMARY KEY,
                        tenant TEXT,
                        roles TEXT NOT NULL,
                        password_hash TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE refresh_family (
                        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                        selector_hash BLOB NOT NULL UNIQUE,
                        username TEXT NOT NULL REFERENCES account (username) ON DELETE CASCADE,
                        expires_at INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX refresh_family_username ON refresh_family (username, expires_at);
                    CREATE INDEX refresh_family_expires_at ON refresh_family (expires_at);
                    CREATE TABLE refresh_token (
                        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                        family INTEGER NOT NULL REFERENCES refresh_family (id) ON DELETE CASCADE,
                        token_hash BLOB NOT NULL,
                        expires_at INTEGER NOT NULL,
                        used_at INTEGER,
                        UNIQUE (family, token_hash)
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("refresh successors") { database in
            try database.execute(sql: "ALTER TABLE refresh_token ADD COLUMN successor_salt BLOB")
        }
        return migrator
    }
}
