// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a database, whether a server has it open or not: page by page, each in a transaction of its own, so
 * that it holds up nobody and needs little memory. Used by one thread.
 */
public final class SqliteExport {

    private static final int PAGE_ENTRIES = 1000;
    private static final int PAGE_BYTES = 1 << 20;

    private final DatabaseFile database;

    /** Where entries go. */
    @FunctionalInterface
    public interface Sink {
        /** Takes an entry, in the order of its room. */
        void entry(LogEntry entry) throws IOException;
    }

    /**
     * What has been read.
     *
     * @param rooms how many rooms
     * @param entries how many entries
     * @param trimmed whether entries left the log while it was being read, and are not among them
     */
    public record Summary(int rooms, long entries, boolean trimmed) {

        private Summary with(Summary room) {
            return new Summary(rooms + room.rooms, entries + room.entries, trimmed || room.trimmed);
        }
    }

    /** @param folder the data folder */
    public SqliteExport(Path folder) {
        this.database = new DatabaseFile(folder.resolve(Database.FILE_NAME));
    }

    /**
     * Reads what there is at the beginning of this call.
     *
     * @param only the room, null for all of them, one after the other
     * @param sinceMillis entries that were stored then (ms since 1970) or later
     * @throws StoreException if there is no such room, or the database cannot be read
     * @throws IOException that of the sink
     */
    public Summary read(@Nullable RoomName only, long sinceMillis, Sink sink) throws IOException {
        SqliteBackup.requireDatabase(database.path());
        // The second connection belongs to the reader, which closes it.
        try (Connection connection = database.openReadOnly();
                ReadConnection reader = new ReadConnection(database.openReadOnly())) {
            Migrations.requireUsable(connection, database.path().toString());
            Summary summary = new Summary(0, 0, false);
            for (SqliteRoom room : rooms(connection, only)) {
                summary = summary.with(read(reader, room, sinceMillis, sink));
            }
            return summary;
        } catch (SQLException e) {
            throw database.unusable(e);
        }
    }

    private static List<SqliteRoom> rooms(Connection connection, @Nullable RoomName only) throws SQLException {
        try (RoomTable table = new RoomTable(connection)) {
            List<SqliteRoom> rooms = table.load();
            if (only == null) {
                return rooms;
            }
            List<SqliteRoom> found =
                    rooms.stream().filter(room -> room.name().equals(only)).toList();
            if (found.isEmpty()) {
                throw new StoreException("there is no room " + only);
            }
            return found;
        }
    }

    private static Summary read(ReadConnection reader, SqliteRoom room, long sinceMillis, Sink sink)
            throws SQLException, IOException {
        LogHead head = room.head();
        long last = reader.lastBefore(room.id(), head, sinceMillis);
        long entries = 0;
        boolean trimmed = false;
        while (last < head.lastSeq()) {
            LogPage page = reader.page(room.id(), head, new LogRange.After(last), PAGE_ENTRIES, PAGE_BYTES);
            if (page.entries().isEmpty()) {
                return new Summary(1, entries, true);
            }
            trimmed |= page.entries().get(0).seq() > last + 1;
            for (LogEntry entry : page.entries()) {
                sink.entry(entry);
            }
            entries += page.entries().size();
            last = page.entries().get(page.entries().size() - 1).seq();
        }
        return new Summary(1, entries, trimmed);
    }
}
