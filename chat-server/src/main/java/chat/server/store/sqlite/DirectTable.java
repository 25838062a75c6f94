// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.room.Direct;
import chat.server.room.DirectPair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The table {@code direct}. It changes so rarely that no statement is kept. Confined to the writer thread, or to the start
 * before there is one; nothing is committed here.
 */
final class DirectTable {

    private final Connection connection;

    DirectTable(Connection connection) {
        this.connection = connection;
    }

    /** All direct rooms, by the numbers of the rooms. */
    Map<Integer, Direct> load() throws SQLException {
        Map<Integer, Direct> directs = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT room, lower, higher, lower_seen, higher_seen FROM direct")) {
            while (row.next()) {
                DirectPair pair = new DirectPair(row.getLong(2), row.getLong(3));
                directs.put(row.getInt(1), new Direct(pair, row.getLong(4), row.getLong(5)));
            }
        }
        return directs;
    }

    /** Notes whose direct room a room is. */
    Direct add(int roomId, DirectPair pair) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO direct (room, lower, higher, lower_seen, higher_seen) VALUES (?, ?, ?, 0, 0)")) {
            insert.setInt(1, roomId);
            insert.setLong(2, pair.lower());
            insert.setLong(3, pair.higher());
            insert.executeUpdate();
        }
        return new Direct(pair);
    }

    /** Notes how far one of the two has been sent it. */
    void saveSeen(int roomId, long accountId, long seq) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE direct SET"
                + " lower_seen = CASE WHEN lower = ?2 THEN max(lower_seen, ?3) ELSE lower_seen END,"
                + " higher_seen = CASE WHEN higher = ?2 THEN max(higher_seen, ?3) ELSE higher_seen END"
                + " WHERE room = ?1")) {
            update.setInt(1, roomId);
            update.setLong(2, accountId);
            update.setLong(3, seq);
            update.executeUpdate();
        }
    }
}
