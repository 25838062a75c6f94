// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a back-up of a database, whether a server has it open or not.
 *
 * <p>It is one read transaction ({@code VACUUM INTO}, sqlite.org/lang_vacuum.html): the server goes on writing, but its
 * write-ahead log cannot begin anew until the back-up is written. The file appears under its name when it is whole, has
 * been checked and is on the disk. Used by one thread.
 */
public final class SqliteBackup {

    private static final String MAGIC = "SQLite format 3";
    private static final int APPLICATION_ID_OFFSET = 68;
    private static final int HEADER_BYTES = 72;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteBackup.class);

    private final Path folder;
    private final DatabaseFile source;

    /** @param folder the data folder */
    public SqliteBackup(Path folder) {
        this.folder = folder;
        this.source = new DatabaseFile(folder.resolve(Database.FILE_NAME));
    }

    /**
     * Writes a back-up, which only the owner may read.
     *
     * @param target its name
     * @param replace whether a file of that name is replaced
     * @throws StoreException if it could not be made; there is no file of that name then, or still the old one
     */
    public DatabaseContents write(Path target, boolean replace) {
        requirePlace(target, replace);
        requireDatabase(source.path());
        try {
            // Only for the owner, and a name of its own: two back-ups at once do not meet.
            Path part = Files.createTempFile(parent(target), target.getFileName() + ".", ".part");
            // An interrupt from the terminal runs no finally.
            part.toFile().deleteOnExit();
            try {
                DatabaseContents contents = writeAndCheck(new DatabaseFile(part));
                publish(part, target, replace);
                return contents;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (IOException e) {
            throw new StoreException("the back-up cannot be written (" + e + ")", e);
        } catch (SQLException e) {
            throw source.unusable(e);
        }
    }

    /** @throws StoreException if there is no database */
    static void requireDatabase(Path file) {
        if (Files.notExists(file)) {
            throw new StoreException(
                    "store.path: there is no database " + file + " (expected: the data folder of a server)");
        }
    }

    private void requirePlace(Path target, boolean replace) {
        Path parent = parent(target);
        if (!Files.isDirectory(parent)) {
            throw new StoreException(parent + " is no folder (expected: one in which the back-up can be written)");
        }
        boolean isTheDatabase =
                target.getFileName().toString().startsWith(Database.FILE_NAME) && isSame(parent, folder);
        if (isTheDatabase) {
            throw new StoreException(target + " belongs to the database itself (expected: another name)");
        }
        if (!replace && Files.exists(target)) {
            throw exists(target);
        }
        if (Files.exists(target) && !isBackup(target)) {
            throw new StoreException(target + " is no back-up (expected: a new file, or one to replace that is)");
        }
    }

    /** Whether a file is a database of ours, by its header (sqlite.org/fileformat2.html#the_database_header). */
    private static boolean isBackup(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES));
            return header.limit() == HEADER_BYTES
                    && header.getInt(APPLICATION_ID_OFFSET) == Migrations.APPLICATION_ID
                    && MAGIC.equals(new String(header.array(), 0, MAGIC.length(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.debug("{} cannot be read", file, e);
            return false;
        }
    }

    private static StoreException exists(Path target) {
        return new StoreException(target + " exists (expected: a new file, or --force to replace this one)");
    }

    static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            LOG.debug("{} or {} is not there", one, other, e);
            return false;
        }
    }

    private DatabaseContents writeAndCheck(DatabaseFile copy) throws SQLException, IOException {
        Map<Integer, Long> atLeast = lastKeys(source);
        source.copyInto(copy.path());
        copy.check();
        Map<Integer, Long> copied = lastKeys(copy);
        atLeast.forEach((room, key) -> {
            if (copied.getOrDefault(room, -1L) < key) {
                throw new StoreException("the back-up lacks entries of the room " + room + ": it ends before "
                        + EntryKey.seq(key) + "; nothing was written");
            }
        });
        copy.sync();
        return copy.contents();
    }

    /** The last entry of each room, which the copy must have: it was acknowledged before the copy began. */
    private static Map<Integer, Long> lastKeys(DatabaseFile file) throws SQLException {
        Map<Integer, Long> keys = new HashMap<>();
        try (Connection connection = file.openReadOnly();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, (SELECT max(key) FROM entry WHERE key BETWEEN"
                        + " room.id << 40 AND (room.id << 40) + " + EntryKey.seq(-1) + ") FROM room")) {
            while (row.next()) {
                keys.put(row.getInt(1), row.getLong(2));
            }
        }
        return keys;
    }

    private static void publish(Path part, Path target, boolean replace) throws IOException {
        if (replace) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.move(part, target);
        }
        DatabaseFile.syncFolder(parent(target));
    }

    private static Path parent(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        return parent == null ? target.toAbsolutePath() : parent;
    }
}
