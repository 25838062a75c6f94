// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a back-up the database of a data folder that no server uses.
 *
 * <p>All rooms get new epochs: what was acknowledged after the back-up is gone, and its numbers will be given again. What is
 * known of producers is of the same moment as the logs, so that a message which the log has lost is stored when it is sent
 * again, and one which it has is not. Used by one thread.
 */
public final class SqliteRestore {

    private final Path folder;

    /** @param folder the data folder, made if it is not there */
    public SqliteRestore(Path folder) {
        this.folder = folder;
    }

    /**
     * What has been done.
     *
     * @param contents what is there now
     * @param aside where the database is that was there before, null if there was none
     */
    public record Done(DatabaseContents contents, @Nullable Path aside) {}

    /**
     * Restores a back-up.
     *
     * @param file the back-up, which stays as it is
     * @throws StoreException if it is not usable, or a server uses the folder; nothing is changed then
     */
    public Done from(Path file) {
        DatabaseFile backup = new DatabaseFile(file);
        if (!Files.isRegularFile(file)) {
            throw new StoreException(file + " is no file (expected: one that backup has written)");
        }
        if (SqliteBackup.isSame(file, folder.resolve(Database.FILE_NAME))) {
            throw new StoreException(file + " is the database itself (expected: one that backup has written)");
        }
        try (DataFolder taken = DataFolder.takeAsItIs(folder)) {
            return from(backup, new DatabaseSwap(taken.path()));
        }
    }

    private Done from(DatabaseFile backup, DatabaseSwap swap) {
        try {
            backup.check();
            DatabaseFile database = swap.begin();
            backup.copyInto(database.path());
            beginAnew(database);
            DatabaseContents contents = database.contents();
            database.sync();
            swap.decide();
            return new Done(contents, swap.finish());
        } catch (SQLException e) {
            throw backup.unusable(e);
        } catch (IOException e) {
            throw new StoreException("store.path: " + folder + " cannot be written (" + e + ")", e);
        }
    }

    private static void beginAnew(DatabaseFile database) throws SQLException {
        try (Connection connection = database.openAlone()) {
            Migrations.apply(connection, Migrations.ALL);
            RoomTable.renewEpochs(connection);
            AccountTable.endAll(connection, System.currentTimeMillis());
            CleanEnd.forget(connection);
            connection.commit();
        }
    }
}
