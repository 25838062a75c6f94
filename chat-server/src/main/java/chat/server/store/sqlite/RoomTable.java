// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.Access;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Posting;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.RoomSettings;
import chat.server.log.LogHead;
import chat.server.room.Direct;
import chat.server.room.DirectPair;
import chat.server.room.RoomState;
import chat.server.room.Standings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code room}. Confined to the writer thread, or to the start before there is one. */
final class RoomTable implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement saveState;
    private final StandingTable standings;
    private final DirectTable directs;
    private final PreparedStatement lastEntry;

    RoomTable(Connection connection) throws SQLException {
        this.connection = connection;
        this.saveState = connection.prepareStatement(
                "UPDATE room SET topic = ?, access = ?, posting = ?, slow_seconds = ? WHERE id = ?");
        this.standings = new StandingTable(connection);
        this.directs = new DirectTable(connection);
        this.lastEntry = connection.prepareStatement(
                "SELECT key, at FROM entry WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1");
    }

    /** What is known of direct rooms besides. */
    DirectTable directs() {
        return directs;
    }

    /** All rooms, as they are committed. */
    List<SqliteRoom> load() throws SQLException {
        List<SqliteRoom> rooms = new ArrayList<>();
        Map<Integer, Standings> known = standings.load();
        Map<Integer, Direct> direct = directs.load();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id, name, epoch, first_seq, last_seq, last_at, topic, access, posting, slow_seconds FROM room ORDER BY id")) {
            while (row.next()) {
                int id = row.getInt(1);
                Last last = last(id, new Last(row.getLong(5), row.getLong(6)));
                LogHead head =
                        new LogHead(name(row.getString(2)), row.getString(3), row.getLong(4), last.seq, last.atMillis);
                RoomState state = new RoomState(
                        last.seq,
                        last.seq,
                        row.getString(7),
                        settings(row.getString(8), row.getString(9), row.getInt(10)),
                        known.getOrDefault(id, Standings.EMPTY));
                if (head.room().isDirect() != direct.containsKey(id)) {
                    throw new SQLException(head.room() + " is a direct room by its name or by its row, not by both");
                }
                rooms.add(new SqliteRoom(id, head, last.atMillis, state, direct.get(id)));
            }
        }
        return rooms;
    }

    /**
     * The entries behind the last that is known to be committed.
     *
     * @throws SQLException if that one itself is not there any more
     */
    List<LogEntry> after(SqliteRoom room) throws SQLException {
        long known = room.head().lastSeq();
        long last = last(room.id(), new Last(room.head().firstSeq() - 1, 0)).seq;
        if (last < known) {
            throw new SQLException(room.name() + " has lost entries: " + last + " (expected: " + known + ")");
        }
        List<LogEntry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + EntryRow.COLUMNS + " FROM entry WHERE key BETWEEN ? AND ? ORDER BY key")) {
            select.setLong(1, EntryKey.of(room.id(), known + 1));
            select.setLong(2, EntryKey.of(room.id(), last));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(EntryRow.read(room.name(), row));
                }
            }
        }
        return entries;
    }

    private record Last(long seq, long atMillis) {}

    private Last last(int roomId, Last atLeast) throws SQLException {
        lastEntry.setLong(1, EntryKey.of(roomId, 0));
        lastEntry.setLong(2, EntryKey.of(roomId + 1, 0) - 1);
        try (ResultSet row = lastEntry.executeQuery()) {
            if (!row.next()) {
                return atLeast;
            }
            Last inTable = new Last(EntryKey.seq(row.getLong(1)), row.getLong(2));
            return inTable.seq < atLeast.seq ? atLeast : inTable;
        }
    }

    /**
     * Makes a room, without committing.
     *
     * @param pair whose it is, if it is a direct room, else null
     */
    SqliteRoom create(RoomName name, @Nullable DirectPair pair) throws SQLException {
        long id = Database.number(connection, "SELECT coalesce(max(id), 0) + 1 FROM room");
        if (id > EntryKey.MAX_ROOM_ID) {
            throw new RejectedException(
                    ErrorCode.TOO_MANY_ROOMS,
                    "there are " + EntryKey.MAX_ROOM_ID + " rooms, which is all there can be");
        }
        String epoch = UUID.randomUUID().toString();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO room (id, name, epoch, first_seq, last_seq, last_at, topic) VALUES (?, ?, ?, 1, 0, 0, '')")) {
            insert.setLong(1, id);
            insert.setString(2, name.value());
            insert.setString(3, epoch);
            insert.executeUpdate();
        }
        Direct direct = pair == null ? null : directs.add((int) id, pair);
        return new SqliteRoom((int) id, new LogHead(name, epoch, 1, 0, 0), 0, RoomState.EMPTY, direct);
    }

    /** Saves what rooms have become, where that is another thing than what is committed, without committing. */
    void saveStates(Iterable<SqliteRoom> rooms) throws SQLException {
        for (SqliteRoom room : rooms) {
            RoomState now = room.numberedState();
            RoomState saved = room.snapshot().state();
            if (!now.topic().equals(saved.topic()) || !now.settings().equals(saved.settings())) {
                RoomSettings settings = now.settings();
                saveState.setString(1, now.topic());
                saveState.setString(2, settings.access().wireName());
                saveState.setString(3, settings.posting().wireName());
                saveState.setInt(4, settings.slowSeconds());
                saveState.setInt(5, room.id());
                saveState.executeUpdate();
            }
            standings.save(room.id(), saved.standings(), now.standings());
        }
    }

    private static RoomName name(String kept) throws SQLException {
        try {
            return new RoomName(kept);
        } catch (RejectedException e) {
            throw new SQLException("a room whose name is none any more: " + e.reason(), e);
        }
    }

    /** What cannot be read is a reason not to start: a room that was closed must not be open by mistake. */
    private static RoomSettings settings(String access, String posting, int slowSeconds) throws SQLException {
        Access who = Access.ofWireName(access);
        Posting speakers = Posting.ofWireName(posting);
        if (who == null || speakers == null) {
            throw new SQLException("a room with access " + access + " and posting " + posting + " (expected: others)");
        }
        return new RoomSettings(who, speakers, slowSeconds);
    }

    /** Removes the entries of a room below a number, and notes how far its numbers have come, without committing. */
    void trim(SqliteRoom room, long newFirstSeq) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM entry WHERE key >= ? AND key < ?");
                PreparedStatement note = connection.prepareStatement(
                        "UPDATE room SET first_seq = ?, last_seq = ?, last_at = ? WHERE id = ?")) {
            delete.setLong(1, EntryKey.of(room.id(), 0));
            delete.setLong(2, EntryKey.of(room.id(), newFirstSeq));
            delete.executeUpdate();
            long lastSeq = room.head().lastSeq();
            Long lastAt = room.head().atMillisIfLast(lastSeq);
            note.setLong(1, newFirstSeq);
            note.setLong(2, lastSeq);
            note.setLong(3, lastAt == null ? 0 : lastAt);
            note.setInt(4, room.id());
            note.executeUpdate();
        }
    }

    /** Gives every room a new epoch, without committing. */
    static void renewEpochs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE room SET epoch = lower(hex(randomblob(16)))");
        }
    }

    @Override
    public void close() throws SQLException {
        saveState.close();
        standings.close();
        lastEntry.close();
    }
}
