// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.RoomName;
import chat.server.audit.Actor;
import chat.server.audit.AuditRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The table {@code audit}. Used with one connection, by whoever has that; nothing is committed here. */
final class AuditTable {

    private static final String COLUMNS = "at, kind, actor, address, action, subject, room, detail, reason";

    private final Connection connection;

    AuditTable(Connection connection) {
        this.connection = connection;
    }

    void add(Iterable<AuditRecord> records) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO audit (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (AuditRecord record : records) {
                RoomName room = record.room();
                insert.setLong(1, record.atMillis());
                insert.setString(2, record.actor().kind().wireName());
                insert.setString(3, record.actor().name());
                insert.setString(4, record.actor().address());
                insert.setString(5, record.action().wireName());
                insert.setString(6, record.subject());
                insert.setString(7, room == null ? null : room.value());
                insert.setString(8, record.detail());
                insert.setString(9, record.reason());
                insert.executeUpdate();
            }
        }
    }

    /** See {@link chat.server.audit.AuditLog#after}. */
    List<AuditRecord.Kept> after(long number, long sinceMillis, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, " + COLUMNS + " FROM audit WHERE id > ? AND at >= ? ORDER BY id LIMIT ?")) {
            select.setLong(1, number);
            select.setLong(2, sinceMillis);
            select.setInt(3, limit);
            return read(select);
        }
    }

    /** See {@link chat.server.audit.AuditLog#newest}. */
    List<AuditRecord.Kept> newest(int limit) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, " + COLUMNS + " FROM audit ORDER BY id DESC LIMIT ?")) {
            select.setInt(1, limit);
            List<AuditRecord.Kept> records = read(select);
            Collections.reverse(records);
            return records;
        }
    }

    /**
     * Removes the oldest records that need not be kept; the newest stays in any case, so that no number is given twice.
     *
     * @param beforeMillis those from before this time
     * @param keep all but so many of the newest
     * @param limit at most so many at once
     * @return how many
     */
    int trim(long beforeMillis, long keep, int limit) throws SQLException {
        // One statement, which takes the lock for writing at once: one that has read first cannot, if a tool has
        // written since.
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM audit WHERE id IN (SELECT id FROM audit,"
                        + " (SELECT max(id) AS last FROM audit) WHERE id < last AND (id <= last - ? OR at < ?) ORDER BY id LIMIT ?)")) {
            delete.setLong(1, keep);
            delete.setLong(2, beforeMillis);
            delete.setInt(3, limit);
            return delete.executeUpdate();
        }
    }

    private static List<AuditRecord.Kept> read(PreparedStatement select) throws SQLException {
        List<AuditRecord.Kept> records = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String room = row.getString(8);
                records.add(new AuditRecord.Kept(
                        row.getLong(1),
                        row.getLong(2),
                        new Actor(Actor.Kind.ofWireName(row.getString(3)), row.getString(4), row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        room == null ? null : new RoomName(room),
                        row.getString(9),
                        row.getString(10)));
            }
        }
        return records;
    }
}
