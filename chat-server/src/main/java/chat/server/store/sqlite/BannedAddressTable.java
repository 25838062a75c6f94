// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import chat.server.room.BannedAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The table {@code banned_address}. Used with one connection, by whoever has that; nothing is committed here. */
final class BannedAddressTable {

    private final Connection connection;

    BannedAddressTable(Connection connection) {
        this.connection = connection;
    }

    List<BannedAddress> all() throws SQLException {
        List<BannedAddress> addresses = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT room.name, banned_address.name, bits, six"
                        + " FROM banned_address JOIN room ON room.id = banned_address.room")) {
            while (row.next()) {
                addresses.add(new BannedAddress(
                        new RoomName(row.getString(1)),
                        AccountName.kept(row.getString(2)),
                        new AddressKey(row.getLong(3), row.getBoolean(4))));
            }
        }
        return addresses;
    }

    void replace(RoomName room, AccountName name, Set<AddressKey> addresses) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM banned_address WHERE room = (SELECT id FROM room WHERE name = ?) AND folded = ?")) {
            delete.setString(1, room.value());
            delete.setString(2, name.folded());
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO banned_address"
                + " (room, folded, name, bits, six) VALUES ((SELECT id FROM room WHERE name = ?), ?, ?, ?, ?)")) {
            for (AddressKey address : addresses) {
                insert.setString(1, room.value());
                insert.setString(2, name.folded());
                insert.setString(3, name.value());
                insert.setLong(4, address.bits());
                insert.setBoolean(5, address.six());
                insert.executeUpdate();
            }
        }
    }
}
