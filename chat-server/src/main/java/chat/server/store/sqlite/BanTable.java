// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.ban.AddressBan;
import chat.server.config.AddressRanges.Range;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The table {@code address_ban}. Used with one connection, by whoever has that; nothing is committed here. */
final class BanTable {

    private final Connection connection;

    BanTable(Connection connection) {
        this.connection = connection;
    }

    List<AddressBan> all() throws SQLException {
        List<AddressBan> bans = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT range, until_at, reason, at FROM address_ban")) {
            while (row.next()) {
                long end = row.getLong(2);
                Long until = row.wasNull() ? null : end;
                bans.add(new AddressBan(range(row.getString(1)), until, row.getString(3), row.getLong(4)));
            }
        }
        return bans;
    }

    AddressBan put(AddressBan ban) throws SQLException {
        try (PreparedStatement ended =
                connection.prepareStatement("DELETE FROM address_ban WHERE until_at IS NOT NULL AND until_at <= ?")) {
            ended.setLong(1, ban.atMillis());
            ended.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO address_ban (range, until_at, reason, at) VALUES (?, ?, ?, ?)")) {
            Long until = ban.untilMillis();
            insert.setString(1, ban.range().toString());
            if (until == null) {
                insert.setNull(2, Types.INTEGER);
            } else {
                insert.setLong(2, until);
            }
            insert.setString(3, ban.reason());
            insert.setLong(4, ban.atMillis());
            insert.executeUpdate();
        }
        return ban;
    }

    boolean remove(Range range) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM address_ban WHERE range = ?")) {
            delete.setString(1, range.toString());
            return delete.executeUpdate() > 0;
        }
    }

    private static Range range(String text) throws SQLException {
        try {
            return Range.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SQLException("a ban of " + text + " (expected: a range of addresses)", e);
        }
    }
}
