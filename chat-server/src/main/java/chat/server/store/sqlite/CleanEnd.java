// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.config.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the database that a server has it open, to know the next time how that one ended.
 *
 * <p>With {@code durability=os} a power failure takes acknowledged messages, and what is stored next gets their numbers.
 * Then no client's position means what it meant, and every room gets a new epoch. The end of the process alone takes
 * nothing: that it was not more is seen by the boot id, which the kernel makes at its start.
 */
final class CleanEnd {

    private static final Logger LOG = LoggerFactory.getLogger(CleanEnd.class);

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String KEY = "running";
    private static final String CLOSED = "";

    private CleanEnd() {}

    /** A server opens the database, and gives all rooms new epochs if the last one may have lost something. */
    static void opened(WriteConnection connection, Durability durability) throws SQLException {
        String lastRun = connection.meta(KEY);
        if (mayHaveLost(lastRun, bootId())) {
            LOG.warn(
                    "the system went down under store.durability=os; messages may be missing, all rooms get new epochs");
            connection.renewEpochs();
        }
        connection.setMeta(KEY, label(durability) + " " + bootId());
    }

    /** The server has ended in good order. */
    static void closed(WriteConnection connection) throws SQLException {
        connection.setMeta(KEY, CLOSED);
    }

    /** The database was not open in this folder before; without committing. */
    static void forget(Connection connection) throws SQLException {
        Migrations.setMeta(connection, KEY, CLOSED);
    }

    /**
     * Whether acknowledged messages may be missing.
     *
     * @param lastRun what {@link #opened} noted, empty after a good end
     * @param bootId of the kernel that is running, empty if it is not known
     */
    static boolean mayHaveLost(String lastRun, String bootId) {
        boolean sameBoot = !bootId.isEmpty() && lastRun.endsWith(" " + bootId);
        return lastRun.startsWith(label(Durability.OS)) && !sameBoot;
    }

    private static String label(Durability durability) {
        return durability.name().toLowerCase(Locale.ROOT);
    }

    private static String bootId() {
        try {
            List<String> lines = Files.readAllLines(BOOT_ID);
            return lines.isEmpty() ? "" : lines.get(0).strip();
        } catch (IOException e) {
            // Not Linux.
            return "";
        }
    }
}
