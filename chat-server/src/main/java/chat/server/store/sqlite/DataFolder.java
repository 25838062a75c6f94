// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.store.FolderInUseException;
import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data folder, in which one process writes at a time. The lock is on a file of its own: closing another descriptor of
 * a file that SQLite has open would drop SQLite's own locks (fcntl(2)).
 */
final class DataFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private static final String LOCK_FILE = "lock";
    private static final String NATIVE_FOLDER = "native";

    /**
     * What this process has. A lock of the system's is the whole process's: it does not keep a second server of the same
     * process out, and when that one closed its descriptor of the file, the first one's lock would be gone (fcntl(2)).
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path real;
    private final FileChannel lock;

    private DataFolder(Path path, Path real, FileChannel lock) {
        this.path = path;
        this.real = real;
        this.lock = lock;
    }

    /**
     * Takes the right to write; the end of the process gives it back too.
     *
     * @param path made if it is not there
     * @throws StoreException if another process has it, or the folder cannot be written
     */
    static DataFolder take(Path path) {
        DataFolder folder = takeAsItIs(path);
        try {
            folder.requireLogWithItsDatabase();
            folder.makePrivate();
            return folder;
        } catch (IOException e) {
            folder.close();
            throw notUsable(path, e);
        } catch (StoreException e) {
            folder.close();
            throw e;
        }
    }

    /** The same, without making the file of the database. A restore that was interrupted is brought to its end. */
    static DataFolder takeAsItIs(Path path) {
        DataFolder folder = lock(path);
        try {
            DatabaseSwap swap = new DatabaseSwap(path);
            if (!swap.left().isEmpty()) {
                swap.finish();
                LOG.warn("the restore of {} that was interrupted has been finished", path);
            }
            return folder;
        } catch (IOException e) {
            folder.close();
            throw DatabaseSwap.failed(path, e);
        }
    }

    private static DataFolder lock(Path path) {
        try {
            Path real = Files.createDirectories(path).toRealPath();
            if (!TAKEN.add(real)) {
                throw inUse(path);
            }
            try {
                return lock(path, real);
            } catch (IOException | RuntimeException e) {
                TAKEN.remove(real);
                throw e;
            }
        } catch (IOException e) {
            throw notUsable(path, e);
        }
    }

    private static StoreException notUsable(Path path, IOException failure) {
        return new StoreException(
                "store.path: the data folder " + path + " cannot be used (" + failure + "; expected: a folder that "
                        + System.getProperty("user.name") + " may read and write)",
                failure);
    }

    private static DataFolder lock(Path path, Path real) throws IOException {
        // For its owner only: whoever can open it can lock it, and pass for a running server.
        FileChannel lock = FileChannel.open(OwnerOnly.restrict(path.resolve(LOCK_FILE)), StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw inUse(path);
            }
            DataFolder folder = new DataFolder(path, real, lock);
            folder.prepareDriver();
            return folder;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static StoreException inUse(Path path) {
        return new FolderInUseException("store.path: the data folder " + path
                + " is in use by another server (expected: a folder of this server's own)");
    }

    /** SQLite would take a database that is not there for a new one, and throw away the log that has all that it lacks. */
    private void requireLogWithItsDatabase() throws IOException {
        Path file = path.resolve(Database.FILE_NAME);
        Path log = path.resolve(Database.FILE_NAME + "-wal");
        if (sizeOf(file) == 0 && sizeOf(log) > 0) {
            throw new StoreException("store.path: " + file + " is missing or empty, but not its write-ahead log " + log
                    + " (expected: both; put the database back, or restore a back-up with: chat-server restore FILE)");
        }
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Makes the file of the database, so that only the owner may read it; SQLite gives its other files the same right. */
    private void makePrivate() throws IOException {
        Path file = path.resolve(Database.FILE_NAME);
        if (Files.notExists(file)) {
            OwnerOnly.create(file);
        }
    }

    private void prepareDriver() throws IOException {
        if (System.getProperty(DriverLibrary.FOLDER) == null && System.getProperty(DriverLibrary.UNPACKED_TO) == null) {
            DriverLibrary.unpack(path.resolve(NATIVE_FOLDER));
        }
        DriverLibrary.load();
    }

    Path path() {
        return path;
    }

    /**
     * Makes the names of the files durable, which syncing the files does not (fsync(2)), and that of the folder itself, which
     * may be as new as they are.
     */
    void sync() {
        for (Path folder = path.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            DatabaseFile.syncFolder(folder);
        }
    }

    /** What to tell the operator about a database that cannot be opened. */
    StoreException unusable(SQLException failure) {
        Path file = path.resolve(Database.FILE_NAME);
        if (Trouble.of(failure) == Trouble.DAMAGED) {
            return new StoreException(
                    "store.path: " + file + " is damaged (" + failure.getMessage()
                            + "; restore a back-up, which puts this file aside, with: chat-server restore FILE)",
                    failure);
        }
        if (Trouble.of(failure) == Trouble.DISK_FULL) {
            return new StoreException(
                    "store.path: there is no space left for " + file + " (" + failure.getMessage() + ")", failure);
        }
        return new StoreException("store.path: " + file + " cannot be used (" + failure.getMessage() + ")", failure);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of the data folder could not be given back", e);
        }
        TAKEN.remove(real);
    }
}
