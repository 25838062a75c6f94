// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds and changes the entries of the table {@code entry} that an {@link Erasure} is about. */
final class ErasureTable {

    private final Connection connection;

    ErasureTable(Connection connection) {
        this.connection = connection;
    }

    /** The keys of entries that name the account, of those with keys from the first to the last. For reading connections. */
    List<Long> find(Erasure erasure, long firstKey, long lastKey) throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT key, from_name, text FROM entry WHERE key BETWEEN ? AND ? AND at >= ?"
                        + " AND (from_name = ? OR kind IN (" + EntryRow.KINDS_WITH_A_NAME + "))")) {
            select.setLong(1, firstKey);
            select.setLong(2, lastKey);
            select.setLong(3, erasure.sinceMillis());
            select.setString(4, erasure.name());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getString(2).equals(erasure.name()) || isMentioned(erasure, row.getString(3))) {
                        keys.add(row.getLong(1));
                    }
                }
            }
        }
        return keys;
    }

    private static boolean isMentioned(Erasure erasure, String text) {
        return !RightsText.renamed(text, erasure.name(), erasure.newName()).equals(text);
    }

    /** Changes entries, without committing. For the connection that writes. */
    void change(Erasure erasure, List<Long> keys) throws SQLException {
        changeAuthors(erasure, keys);
        changeMentions(erasure, keys);
    }

    private void changeAuthors(Erasure erasure, List<Long> keys) throws SQLException {
        String removal = erasure.isRemoval()
                ? ", text = iif(kind = " + EntryRow.MESSAGE + ", NULL, text), kind = iif(kind = " + EntryRow.MESSAGE
                        + ", " + EntryRow.DELETED + ", kind)"
                : "";
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE entry SET from_name = ?" + removal + " WHERE key = ? AND from_name = ?")) {
            for (long key : keys) {
                update.setString(1, erasure.newName());
                update.setLong(2, key);
                update.setString(3, erasure.name());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void changeMentions(Erasure erasure, List<Long> keys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT text FROM entry WHERE key = ? AND kind IN (" + EntryRow.KINDS_WITH_A_NAME + ")");
                PreparedStatement update = connection.prepareStatement("UPDATE entry SET text = ? WHERE key = ?")) {
            for (long key : keys) {
                select.setLong(1, key);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        update.setString(1, RightsText.renamed(row.getString(1), erasure.name(), erasure.newName()));
                        update.setLong(2, key);
                        update.executeUpdate();
                    }
                }
            }
        }
    }
}
