// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code producer}. Confined to the writer thread. */
final class Producer {

    private final long rowId;
    private final @Nullable String sender;
    private final @Nullable String producer;
    private final IdWindow window;
    private long hint;
    private long usedAtMillis;
    private boolean isNew;
    private boolean changed;

    /** One that has no row yet. */
    Producer(long rowId, String sender, String producer) {
        this.rowId = rowId;
        this.sender = sender;
        this.producer = producer;
        this.window = new IdWindow();
        this.isNew = true;
    }

    /**
     * One that has a row.
     *
     * @param hint the key of the entry with the highest id
     */
    Producer(long rowId, IdWindow window, long hint, long usedAtMillis) {
        this.rowId = rowId;
        this.sender = null;
        this.producer = null;
        this.window = window;
        this.hint = hint;
        this.usedAtMillis = usedAtMillis;
    }

    /** The key of its row. */
    long rowId() {
        return rowId;
    }

    /** Which of its ids have been stored. */
    IdWindow window() {
        return window;
    }

    /** The key of the entry with its highest id, near which the others are. */
    long hint() {
        return hint;
    }

    /** When it last stored something, in milliseconds since 1970. */
    long usedAtMillis() {
        return usedAtMillis;
    }

    /** Whether it has no row yet. */
    boolean isNew() {
        return isNew;
    }

    /** Notes a message; true if it is the first since the row was saved. */
    boolean stored(long id, long entryKey, long nowMillis) {
        if (id > window.highest()) {
            hint = entryKey;
        }
        window.add(id);
        usedAtMillis = nowMillis;
        boolean first = !changed;
        changed = true;
        return first;
    }

    /** The row is as this object is. */
    void saved() {
        isNew = false;
        changed = false;
    }

    /** Sets the parameters of the insert, or of the update, which has the first five of them. */
    void bind(PreparedStatement statement) throws SQLException {
        statement.setLong(1, window.highest());
        statement.setBytes(2, window.bitmap());
        statement.setLong(3, hint);
        statement.setLong(4, usedAtMillis);
        statement.setLong(5, rowId);
        if (isNew) {
            statement.setString(6, sender);
            statement.setString(7, producer);
        }
    }
}
