// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.protocol.message.EventType;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** An entry as a row of the table {@code entry}. The numbers of the kinds are in every file: they never change. */
final class EntryRow {

    /** The columns in the order of {@link #bind} and {@link #read}. */
    static final String COLUMNS = "key, at, from_name, kind, id, producer, text";

    /** The kind of messages. */
    static final int MESSAGE = 1;
    /** The kind of what has been a message. */
    static final int DELETED = 8;

    private static final int TOPIC = 2;
    private static final int MEMBER_JOINED = 3;
    private static final int MEMBER_LEFT = 4;
    private static final int CONFIGURED = 5;
    private static final int ROLE = 6;
    private static final int MODERATED = 7;

    /** Those that say in their text whom they are about. */
    static final String KINDS_WITH_A_NAME = ROLE + ", " + MODERATED;

    private EntryRow() {}

    /**
     * Sets the parameters of an insert.
     *
     * @param producerId the row of the sender that counts the ids, 0 for none
     */
    static void bind(PreparedStatement insert, int roomId, LogEntry entry, long producerId) throws SQLException {
        RoomEvent event = entry.event();
        insert.setLong(1, EntryKey.of(roomId, entry.seq()));
        insert.setLong(2, entry.atMillis());
        insert.setString(3, entry.from().value());
        insert.setInt(4, kind(event));
        if (event instanceof RoomEvent.Message message) {
            insert.setLong(5, message.id());
            insert.setString(7, message.text());
        } else {
            insert.setNull(5, Types.INTEGER);
            insert.setString(7, RightsText.textOf(event));
        }
        if (producerId == 0) {
            insert.setNull(6, Types.INTEGER);
        } else {
            insert.setLong(6, producerId);
        }
    }

    /** The entry of the row that the result is at. */
    static LogEntry read(RoomName room, ResultSet row) throws SQLException {
        return new LogEntry(
                room, EntryKey.seq(row.getLong(1)), row.getLong(2), AccountName.kept(row.getString(3)), event(row));
    }

    /** How long an entry's text is, in UTF-16 units. */
    static int textLength(LogEntry entry) {
        if (entry.event() instanceof RoomEvent.Message message) {
            return message.text().length();
        }
        return entry.event() instanceof RoomEvent.TopicChanged topic
                ? topic.text().length()
                : 0;
    }

    private static RoomEvent event(ResultSet row) throws SQLException {
        int kind = row.getInt(4);
        return switch (kind) {
            case MESSAGE -> new RoomEvent.Message(row.getLong(5), row.getString(7));
            case TOPIC -> new RoomEvent.TopicChanged(row.getString(7));
            case MEMBER_JOINED -> new RoomEvent.MemberJoined();
            case MEMBER_LEFT -> new RoomEvent.MemberLeft();
            case CONFIGURED -> RightsText.configured(row.getString(7));
            case ROLE -> RightsText.roleGiven(row.getString(7));
            case MODERATED -> RightsText.moderated(row.getString(7));
            case DELETED -> new RoomEvent.Deleted();
            default -> throw new SQLException("an entry of the kind " + kind + " (expected: 1 to 8)");
        };
    }

    private static int kind(RoomEvent event) {
        EventType type = event.type();
        return switch (type) {
            case MESSAGE -> MESSAGE;
            case TOPIC -> TOPIC;
            case MEMBER_JOINED -> MEMBER_JOINED;
            case MEMBER_LEFT -> MEMBER_LEFT;
            case CONFIGURED -> CONFIGURED;
            case ROLE -> ROLE;
            case MODERATED -> MODERATED;
            case DELETED -> DELETED;
            default -> throw new IllegalArgumentException(type + " is no entry");
        };
    }
}
