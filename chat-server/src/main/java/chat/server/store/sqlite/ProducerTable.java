// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ClientMessageId;
import chat.server.log.SenderId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code producer}: what of each sender's each producer has been stored, in one row that changes in the
 * transaction of the messages. Rows that are in use are kept in memory, the others are read. Confined to the writer
 * thread.
 */
final class ProducerTable implements AutoCloseable {

    private static final int MAX_CACHED = 16_384;

    private record Key(SenderId sender, String producer) {}

    private final Map<Key, Producer> cached = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Producer> changed = new ArrayList<>();
    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final Connection connection;
    private long lastRowId;

    ProducerTable(Connection connection) throws SQLException {
        this.connection = connection;
        this.find = connection.prepareStatement(
                "SELECT id, highest, bitmap, hint, used_at FROM producer WHERE sender = ? AND producer = ?");
        this.insert = connection.prepareStatement(
                "INSERT INTO producer (highest, bitmap, hint, used_at, id, sender, producer) VALUES (?, ?, ?, ?, ?, ?, ?)");
        this.update = connection.prepareStatement(
                "UPDATE producer SET highest = ?, bitmap = ?, hint = ?, used_at = ? WHERE id = ?");
        this.lastRowId = Database.number(connection, "SELECT coalesce(max(id), 0) FROM producer");
    }

    /** What is known of the producer of an id, which may be nothing yet. */
    Producer of(SenderId sender, ClientMessageId id) throws SQLException {
        Key key = new Key(sender, id.producer().value());
        Producer producer = cached.get(key);
        if (producer == null) {
            producer = find(key);
            if (producer == null) {
                producer = new Producer(++lastRowId, sender.value(), key.producer());
            }
            cached.put(key, producer);
        }
        return producer;
    }

    private @Nullable Producer find(Key key) throws SQLException {
        find.setString(1, key.sender().value());
        find.setString(2, key.producer());
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            return new Producer(
                    row.getLong(1), new IdWindow(row.getLong(2), row.getBytes(3)), row.getLong(4), row.getLong(5));
        }
    }

    /** A message has been stored; {@link #save} writes it down. True if it is the first of this producer since then. */
    boolean stored(Producer producer, long id, long entryKey, long nowMillis) {
        boolean first = producer.stored(id, entryKey, nowMillis);
        if (first) {
            changed.add(producer);
        }
        return first;
    }

    /** Writes the rows of all that stored something, without committing. */
    void save() throws SQLException {
        boolean inserts = false;
        boolean updates = false;
        for (Producer producer : changed) {
            boolean isNew = producer.isNew();
            producer.bind(isNew ? insert : update);
            (isNew ? insert : update).addBatch();
            inserts |= isNew;
            updates |= !isNew;
        }
        if (inserts) {
            insert.executeBatch();
        }
        if (updates) {
            update.executeBatch();
        }
    }

    /** What {@link #save} wrote is committed. */
    void committed() {
        changed.forEach(Producer::saved);
        changed.clear();
        Iterator<Producer> quietFirst = cached.values().iterator();
        while (cached.size() > MAX_CACHED) {
            quietFirst.next();
            quietFirst.remove();
        }
    }

    /**
     * The last of so many rows behind one, for {@link #purge}; 0 if there are none.
     *
     * @param after the number of a row, 0 for the first piece
     */
    long pieceEnd(long after, int rows) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(
                "SELECT max(id) FROM (SELECT id FROM producer WHERE id > ? ORDER BY id LIMIT ?)")) {
            end.setLong(1, after);
            end.setInt(2, rows);
            try (ResultSet row = end.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /**
     * Removes those of some rows that have not been used since a time, without committing. The last row of the table stays,
     * so that its number, which may stand in entries, is not given again; it only loses its names. Pieces come in ascending
     * order: there is never more than one row without names.
     *
     * @return how many rows that were
     */
    int purge(long firstRow, long lastRow, long usedBeforeMillis) throws SQLException {
        cached.values()
                .removeIf(producer -> producer.rowId() >= firstRow
                        && producer.rowId() <= lastRow
                        && producer.usedAtMillis() < usedBeforeMillis);
        String rows = " WHERE id BETWEEN ? AND ? AND used_at < ? AND id ";
        try (PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM producer" + rows + "< (SELECT max(id) FROM producer)");
                PreparedStatement forget = connection.prepareStatement(
                        "UPDATE producer SET sender = '', producer = ''" + rows + "= (SELECT max(id) FROM producer)")) {
            return update(delete, firstRow, lastRow, usedBeforeMillis)
                    + update(forget, firstRow, lastRow, usedBeforeMillis);
        }
    }

    private static int update(PreparedStatement statement, long firstRow, long lastRow, long usedBeforeMillis)
            throws SQLException {
        statement.setLong(1, firstRow);
        statement.setLong(2, lastRow);
        statement.setLong(3, usedBeforeMillis);
        return statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        find.close();
        insert.close();
        update.close();
    }
}
