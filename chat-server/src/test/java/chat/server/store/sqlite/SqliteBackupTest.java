// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.FolderStore.GARDEN;
import static chat.server.store.sqlite.FolderStore.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.LogEntry;
import chat.server.log.Appended;
import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteBackupTest {

    @TempDir
    private Path temp;

    @Test
    void aBackupThatIsMadeWhileSomebodyWritesHasAllThatWasAcknowledgedBefore() throws Exception {
        Path data = temp.resolve("data");
        Path file = temp.resolve("backup.db");
        try (FolderStore store = new FolderStore(data)) {
            store.sayNumbers(OPS, 2_000);
            AtomicBoolean enough = new AtomicBoolean();
            AtomicLong acknowledged = new AtomicLong();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    Appended place = store.say(OPS, "meanwhile");
                    store.say(GARDEN, "meanwhile");
                    acknowledged.set(place.seq());
                }
            });
            for (int i = 1; i <= 5; i++) {
                long before = acknowledged.get();
                new SqliteBackup(data).write(file, true);

                List<LogEntry> restored = restored(file, temp.resolve("restored" + i));
                assertThat((long) restored.size()).isGreaterThanOrEqualTo(Math.max(before, 2_000));
                assertThat(restored).isEqualTo(store.entries(OPS).subList(0, restored.size()));
            }
            enough.set(true);
            FolderStore.get(writer);
            assertThat(acknowledged).as("writes went on").hasValueGreaterThan(2_005);
        }
    }

    @Test
    void whatAKilledServerLeftInTheWriteAheadLogIsPartOfIt() throws Exception {
        Path data = temp.resolve("data");
        Path killed = temp.resolve("killed");
        try (FolderStore store = new FolderStore(data)) {
            store.sayNumbers(OPS, 100);
            FolderStore.copy(data, killed);
        }
        assertThat(killed.resolve("chat.db-wal")).isNotEmptyFile();
        Path file = temp.resolve("backup.db");

        assertThat(new SqliteBackup(killed).write(file, false).messages()).isEqualTo(100);
        assertThat(restored(file, temp.resolve("restored"))).hasSize(100);
    }

    @Test
    void itSaysWhatItHoldsAndOnlyTheOwnerReadsIt() throws Exception {
        Path data = data(3);
        Path file = temp.resolve("backup.db");

        DatabaseContents contents = new SqliteBackup(data).write(file, false);

        assertThat(contents).isEqualTo(new DatabaseContents(1, 3, Files.size(file)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(names(temp)).containsExactlyInAnyOrder("data", "backup.db");
    }

    @Test
    void aFileThatExistsIsOnlyReplacedOnDemand() throws Exception {
        Path data = data(3);
        Path file = temp.resolve("backup.db");
        new SqliteBackup(data).write(file, false);
        byte[] before = Files.readAllBytes(file);
        data(2);

        assertThatThrownBy(() -> new SqliteBackup(data).write(file, false))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("exists");
        assertThat(file).hasBinaryContent(before);

        new SqliteBackup(data).write(file, true);
        assertThat(restored(file, temp.resolve("restored"))).hasSize(5);
    }

    @Test
    void nothingButABackupIsReplaced() throws Exception {
        Path data = data(3);
        Path letter = Files.writeString(temp.resolve("letter.txt"), "precious ".repeat(100));
        Path key = Files.write(data.resolve("resume.key"), new byte[32]);

        assertRefused(data, letter, "is no back-up");
        assertRefused(data, key, "is no back-up");
        assertRefused(data, data.resolve("lock"), "is no back-up");
        assertThat(letter).hasContent("precious ".repeat(100));
        assertThat(key).hasBinaryContent(new byte[32]);
    }

    @Test
    void whereNoneCanBeMadeItSaysSoAndLeavesNothingBehind() throws Exception {
        Path data = data(3);
        List<String> before = names(data);

        assertRefused(data, data.resolve("chat.db"), "belongs to the database itself");
        assertRefused(data, data.resolve("chat.db-wal"), "belongs to the database itself");
        assertRefused(data, temp.resolve("nowhere/backup.db"), "is no folder");
        assertRefused(temp.resolve("empty"), temp.resolve("backup.db"), "there is no database");

        assertThat(names(temp)).containsExactly("data");
        assertThat(names(data)).isEqualTo(before);
    }

    @Test
    void aDamagedDatabaseGivesNoBackup() throws Exception {
        Path data = data(2_000);
        Damage.ENTRY_PAGE.to(data.resolve("chat.db"));

        assertRefused(data, temp.resolve("backup.db"), "damaged");
        assertThat(names(temp)).containsExactly("data");
    }

    private static void assertRefused(Path data, Path file, String why) {
        assertThatThrownBy(() -> new SqliteBackup(data).write(file, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(why);
    }

    private Path data(int messages) {
        Path data = temp.resolve("data");
        try (FolderStore store = new FolderStore(data)) {
            store.sayNumbers(OPS, messages);
        }
        return data;
    }

    private static List<LogEntry> restored(Path file, Path folder) {
        new SqliteRestore(folder).from(file);
        try (FolderStore store = new FolderStore(folder)) {
            return store.entries(OPS);
        }
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
