// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.protocol.message.Role;
import chat.server.room.Standing;
import chat.server.room.Standings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code standing}: of whom a room holds something. Confined to the writer thread, or to the start. */
final class StandingTable implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement put;
    private final PreparedStatement remove;

    StandingTable(Connection connection) throws SQLException {
        this.connection = connection;
        this.put = connection.prepareStatement(
                "INSERT OR REPLACE INTO standing (room, folded, name, role, invited, banned_until, muted_until)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        this.remove = connection.prepareStatement("DELETE FROM standing WHERE room = ? AND folded = ?");
    }

    /** Those of all rooms, by the room's id. */
    Map<Integer, Standings> load() throws SQLException {
        Map<Integer, Map<AccountName, Standing>> rooms = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT room, name, role, invited, banned_until, muted_until FROM standing")) {
            while (row.next()) {
                rooms.computeIfAbsent(row.getInt(1), absent -> new HashMap<>())
                        .put(AccountName.kept(row.getString(2)), standing(row));
            }
        }
        Map<Integer, Standings> standings = new HashMap<>();
        rooms.forEach((room, byName) -> standings.put(room, Standings.of(byName)));
        return standings;
    }

    /** Writes what differs, without committing. */
    void save(int room, Standings saved, Standings now) throws SQLException {
        if (saved == now) {
            return;
        }
        List<AccountName> gone = new ArrayList<>();
        saved.forEach((name, standing) -> {
            if (now.of(name).equals(Standing.NONE)) {
                gone.add(name);
            }
        });
        Map<AccountName, Standing> changed = new HashMap<>();
        now.forEach((name, standing) -> {
            if (!standing.equals(saved.of(name))) {
                changed.put(name, standing);
            }
        });
        for (AccountName name : gone) {
            remove.setInt(1, room);
            remove.setString(2, name.folded());
            remove.executeUpdate();
        }
        for (Map.Entry<AccountName, Standing> entry : changed.entrySet()) {
            put(room, entry.getKey(), entry.getValue());
        }
    }

    private void put(int room, AccountName name, Standing standing) throws SQLException {
        Role role = standing.role();
        put.setInt(1, room);
        put.setString(2, name.folded());
        put.setString(3, name.value());
        put.setString(4, role == null ? null : role.wireName());
        put.setBoolean(5, standing.invited());
        put.setLong(6, standing.bannedUntilMillis());
        put.setLong(7, standing.mutedUntilMillis());
        put.executeUpdate();
    }

    private static Standing standing(ResultSet row) throws SQLException {
        String wireName = row.getString(3);
        Role role = wireName == null ? null : Role.ofWireName(wireName);
        if (wireName != null && role == null) {
            throw new SQLException("a role " + wireName + " (expected: one that this server knows)");
        }
        return new Standing(role, row.getBoolean(4), row.getLong(5), row.getLong(6));
    }

    @Override
    public void close() throws SQLException {
        put.close();
        remove.close();
    }
}
