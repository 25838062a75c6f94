// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The change from one database to another, in steps of which each leaves the old one or the new one whole, wherever the
 * process or the power ends.
 *
 * <pre>{@code
 *   chat.db.restoring    being written; worth nothing
 *   chat.db.restored     the new database, whole and on the disk: from this name on it is the one that holds
 *   chat.db              and its -wal and -shm: the old one, moved aside as chat.db.before-restore-TIME
 * }</pre>
 *
 * <p>A file and its write-ahead log belong together: with the log of another, a database is destroyed. So whoever takes
 * the data folder and finds {@code chat.db.restored} does the moves that are left, before SQLite sees anything. For the
 * owner of the folder's lock.
 */
final class DatabaseSwap {

    private static final String RESTORING = Database.FILE_NAME + ".restoring";
    private static final String RESTORED = Database.FILE_NAME + ".restored";
    private static final String ASIDE = Database.FILE_NAME + ".before-restore-";
    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;

    /** One file gets another name. */
    record Move(Path from, Path to) {

        void run() throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** @param folder the data folder, whose lock the caller has */
    DatabaseSwap(Path folder) {
        this.folder = folder;
    }

    /** An empty file for the new database; what an earlier attempt left is removed. */
    DatabaseFile begin() throws IOException {
        for (String companion : COMPANIONS) {
            Files.deleteIfExists(folder.resolve(RESTORING + companion));
        }
        Path file = folder.resolve(RESTORING);
        Files.deleteIfExists(file);
        return new DatabaseFile(OwnerOnly.create(file));
    }

    /** From now on the new database holds; it is whole, on the disk, and nobody has it open. */
    void decide() throws IOException {
        new Move(folder.resolve(RESTORING), folder.resolve(RESTORED)).run();
        DatabaseFile.syncFolder(folder);
    }

    /**
     * Does what is left to do after {@link #decide}, in whatever process that was.
     *
     * @return where the old database is now; null if there was none, or nothing to do
     */
    @Nullable
    Path finish() throws IOException {
        List<Move> moves = left();
        Path aside = null;
        for (Move move : moves) {
            if (move.from().endsWith(RESTORED)) {
                // The old log must be out of the way for good before the new file has its name.
                DatabaseFile.syncFolder(folder);
            } else if (move.from().endsWith(Database.FILE_NAME)) {
                aside = move.to();
            }
            move.run();
        }
        if (!moves.isEmpty()) {
            DatabaseFile.syncFolder(folder);
        }
        return aside;
    }

    /** The moves that are left to do, in their order; the last one gives the new database its name. */
    List<Move> left() throws IOException {
        Path restored = folder.resolve(RESTORED);
        if (Files.notExists(restored, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        // The same name however often this is begun: what belongs together stays together.
        FileTime decided = Files.getLastModifiedTime(restored);
        String aside = ASIDE + TIME.format(decided.toInstant());
        List<Move> moves = new ArrayList<>();
        addIfThere(moves, Database.FILE_NAME, aside);
        for (String companion : COMPANIONS) {
            addIfThere(moves, Database.FILE_NAME + companion, aside + companion);
        }
        moves.add(new Move(restored, folder.resolve(Database.FILE_NAME)));
        return moves;
    }

    private void addIfThere(List<Move> moves, String from, String to) {
        Path file = folder.resolve(from);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            moves.add(new Move(file, folder.resolve(to)));
        }
    }

    /** @throws StoreException in the words for the operator, from {@link #finish} */
    static StoreException failed(Path folder, IOException failure) {
        return new StoreException(
                "store.path: the restored database in " + folder + " cannot be put in its place (" + failure + ")",
                failure);
    }
}
