// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.audit.AuditLog;
import chat.server.audit.AuditRecord;
import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads the audit log of a database, whether a server has it open or not. Used by one thread. */
public final class SqliteAuditReader {

    private final DatabaseFile database;

    /** Where records go. */
    @FunctionalInterface
    public interface Sink {
        /** Takes a record, in the order of their numbers. */
        void record(AuditRecord.Kept record) throws IOException;
    }

    /** @param folder the data folder */
    public SqliteAuditReader(Path folder) {
        this.database = new DatabaseFile(folder.resolve(Database.FILE_NAME));
    }

    /**
     * Reads what was done at a time or later.
     *
     * @param sinceMillis in milliseconds since 1970
     * @throws StoreException if the database cannot be read
     * @throws IOException that of the sink
     */
    public void since(long sinceMillis, Sink sink) throws IOException {
        SqliteBackup.requireDatabase(database.path());
        try (Connection connection = database.openReadOnly()) {
            if (hasAudit(connection)) {
                long last = 0;
                List<AuditRecord.Kept> page;
                do {
                    page = new AuditTable(connection).after(last, sinceMillis, AuditLog.MAX_PAGE);
                    // Each page was a transaction of its own: whoever prints slowly must not hold up checkpoints.
                    for (AuditRecord.Kept record : page) {
                        sink.record(record);
                        last = record.number();
                    }
                } while (!page.isEmpty());
            }
        } catch (SQLException e) {
            throw database.unusable(e);
        }
    }

    /** Reads the newest records, at most {@code count} (1 to {@link AuditLog#MAX_PAGE}). */
    public void newest(int count, Sink sink) throws IOException {
        SqliteBackup.requireDatabase(database.path());
        List<AuditRecord.Kept> page;
        try (Connection connection = database.openReadOnly()) {
            page = hasAudit(connection) ? new AuditTable(connection).newest(count) : List.of();
        } catch (SQLException e) {
            throw database.unusable(e);
        }
        for (AuditRecord.Kept record : page) {
            sink.record(record);
        }
    }

    /** One that no server of this version has opened yet has none. */
    private boolean hasAudit(Connection connection) throws SQLException {
        Migrations.requireUsable(connection, database.path().toString());
        return Database.number(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'audit'")
                > 0;
    }
}
