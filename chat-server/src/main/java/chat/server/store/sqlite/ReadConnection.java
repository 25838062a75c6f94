// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import chat.server.log.Appended;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection that reads, with its statements; every statement is a read transaction of its own. Used by one thread at a
 * time.
 */
final class ReadConnection implements AutoCloseable {

    /** About what an entry takes besides its text, in bytes. */
    private static final int ENTRY_OVERHEAD_BYTES = 100;
    /** How many keys before the newest entry of a producer are looked through before all of the room are. */
    private static final int NEAR = 4096;

    private final Connection connection;
    private final AccountTable accounts;
    private final ErasureTable erasures;
    private final AuditTable audit;
    private final BanTable bans;
    private final BannedAddressTable bannedAddresses;
    private final PreparedStatement ascending;
    private final PreparedStatement descending;
    private final PreparedStatement timeAt;
    private final PreparedStatement place;

    /** Takes a connection over, which {@link #close} closes. */
    ReadConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.accounts = new AccountTable(connection);
        this.erasures = new ErasureTable(connection);
        this.audit = new AuditTable(connection);
        this.bans = new BanTable(connection);
        this.bannedAddresses = new BannedAddressTable(connection);
        String page = "SELECT " + EntryRow.COLUMNS + " FROM entry WHERE key BETWEEN ? AND ? ORDER BY key ";
        this.ascending = connection.prepareStatement(page + "LIMIT ?");
        this.descending = connection.prepareStatement(page + "DESC LIMIT ?");
        this.timeAt =
                connection.prepareStatement("SELECT at FROM entry WHERE key BETWEEN ? AND ? ORDER BY key LIMIT 1");
        this.place = connection.prepareStatement("SELECT key, at FROM entry WHERE key BETWEEN ? AND ?"
                + " AND producer = ? AND id = ? ORDER BY key DESC LIMIT 1");
    }

    /** Opens one. Whoever gets it closes it. */
    static ReadConnection open(Database database) throws SQLException {
        Connection connection = database.openReader();
        try {
            return new ReadConnection(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** For reading only. */
    AccountTable accounts() {
        return accounts;
    }

    /** For finding only. */
    ErasureTable erasures() {
        return erasures;
    }

    /** For reading only. */
    AuditTable audit() {
        return audit;
    }

    /** For reading only. */
    BanTable bans() {
        return bans;
    }

    /** For reading only. */
    BannedAddressTable bannedAddresses() {
        return bannedAddresses;
    }

    /** See {@link chat.server.log.RoomLog#read}. */
    LogPage page(int roomId, LogHead head, LogRange range, int limit, int maxBytes) throws SQLException {
        if (range instanceof LogRange.After after) {
            return after(roomId, head, after.seq(), limit, maxBytes);
        } else if (range instanceof LogRange.Before before) {
            return before(roomId, head, before.seq(), limit, maxBytes);
        } else {
            return from(roomId, head, ((LogRange.From) range).atMillis(), limit, maxBytes);
        }
    }

    private LogPage after(int roomId, LogHead head, long seq, int limit, int maxBytes) throws SQLException {
        // Asked first: what is trimmed from now on may be in the page or not, but not unnoticed.
        long last = head.lastSeq();
        long next = Math.min(seq, last) + 1;
        List<LogEntry> page =
                next > last ? List.of() : entries(ascending, roomId, head.room(), next, last, limit, maxBytes);
        long first = page.isEmpty() ? head.firstSeq() : page.get(0).seq();
        return new LogPage(page, seq == 0 || first - 1 <= seq);
    }

    private LogPage from(int roomId, LogHead head, long atMillis, int limit, int maxBytes) throws SQLException {
        long before = lastBefore(roomId, head, atMillis);
        LogPage page = after(roomId, head, before, limit, maxBytes);
        // Nothing that is kept is older: whether what has left the log was cannot be told any more.
        boolean cut = before > 0 && before < head.firstSeq();
        return new LogPage(page.entries(), page.complete() && !cut);
    }

    private LogPage before(int roomId, LogHead head, long seq, int limit, int maxBytes) throws SQLException {
        long newest = Math.min(seq - 1, head.lastSeq());
        if (newest < 1) {
            return new LogPage(List.of(), true);
        }
        List<LogEntry> page = entries(descending, roomId, head.room(), 1, newest, limit, maxBytes);
        Collections.reverse(page);
        long first = page.isEmpty() ? newest + 1 : page.get(0).seq();
        boolean cut = page.size() < limit && first > 1 && first <= head.firstSeq();
        return new LogPage(page, !cut);
    }

    /** The last entry of a room that was stored before a time; the numbers are in the order of time. */
    long lastBefore(int roomId, LogHead head, long atMillis) throws SQLException {
        long low = head.firstSeq() - 1;
        long high = head.lastSeq();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            Long at = timeAt(roomId, middle, high);
            if (at == null || at < atMillis) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private @Nullable Long timeAt(int roomId, long seq, long lastSeq) throws SQLException {
        timeAt.setLong(1, EntryKey.of(roomId, seq));
        timeAt.setLong(2, EntryKey.of(roomId, lastSeq));
        try (ResultSet row = timeAt.executeQuery()) {
            return row.next() ? row.getLong(1) : null;
        }
    }

    /**
     * Where a message was stored the first time, looking only at what is near.
     *
     * @param hint the key of an entry of the same producer, before which it is likely to be
     * @return null if it is not there
     */
    @Nullable
    Appended placeBefore(long hint, long producerId, long id) throws SQLException {
        long nearby = Math.max(EntryKey.of(EntryKey.roomId(hint), 0), hint - NEAR);
        return place(nearby, hint, producerId, id);
    }

    /** Where in a room a message was stored the first time, or null: looks through all of it. */
    @Nullable
    Appended placeIn(int roomId, long producerId, long id) throws SQLException {
        return place(EntryKey.of(roomId, 0), EntryKey.of(roomId + 1, 0) - 1, producerId, id);
    }

    private @Nullable Appended place(long firstKey, long lastKey, long producerId, long id) throws SQLException {
        place.setLong(1, firstKey);
        place.setLong(2, lastKey);
        place.setLong(3, producerId);
        place.setLong(4, id);
        try (ResultSet row = place.executeQuery()) {
            return row.next() ? new Appended(EntryKey.seq(row.getLong(1)), row.getLong(2), true) : null;
        }
    }

    private static List<LogEntry> entries(
            PreparedStatement select, int roomId, RoomName room, long first, long last, int limit, int maxBytes)
            throws SQLException {
        select.setLong(1, EntryKey.of(roomId, first));
        select.setLong(2, EntryKey.of(roomId, last));
        select.setInt(3, limit);
        List<LogEntry> page = new ArrayList<>();
        int space = maxBytes;
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                LogEntry entry = EntryRow.read(room, row);
                space -= ENTRY_OVERHEAD_BYTES + EntryRow.textLength(entry);
                if (space < 0 && !page.isEmpty()) {
                    break;
                }
                page.add(entry);
            }
        }
        return page;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
