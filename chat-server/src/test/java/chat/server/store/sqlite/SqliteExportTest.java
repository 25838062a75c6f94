// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.FolderStore.GARDEN;
import static chat.server.store.sqlite.FolderStore.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import chat.server.store.Retention;
import chat.server.store.SteppingClock;
import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteExportTest {

    @TempDir
    private Path data;

    @Test
    void itGivesWhatTheLogHasWhileTheStoreIsOpen() throws IOException {
        try (FolderStore store = new FolderStore(data)) {
            store.sayNumbers(OPS, 2_500);
            store.say(GARDEN, "x".repeat(50_000));
            List<LogEntry> exported = new ArrayList<>();

            assertThat(export(null, 0, exported)).isEqualTo(new SqliteExport.Summary(2, 2_501, false));

            List<LogEntry> logs = new ArrayList<>(store.entries(OPS));
            logs.addAll(store.entries(GARDEN));
            assertThat(exported).isEqualTo(logs);
        }
    }

    @Test
    void aRoomAndATimeChooseWhatIsGiven() throws IOException {
        SteppingClock clock = new SteppingClock();
        try (FolderStore store = new FolderStore(data, Retention.FOR_EVER, clock)) {
            store.say(GARDEN, "elsewhere");
            for (int i = 1; i <= 10; i++) {
                clock.at(1_000L * i);
                store.say(OPS, "number " + i);
            }
            List<LogEntry> exported = new ArrayList<>();

            export(OPS, 7_000, exported);

            assertThat(exported).isEqualTo(store.entries(OPS).subList(6, 10));
            exported.clear();
            assertThat(export(OPS, 10_001, exported)).isEqualTo(new SqliteExport.Summary(1, 0, false));
        }
    }

    @Test
    void aRoomThatIsNotThereIsSaid() {
        new FolderStore(data).close();

        assertThatThrownBy(() -> export(OPS, 0, new ArrayList<>()))
                .isInstanceOf(StoreException.class)
                .hasMessage("there is no room #ops");
    }

    private SqliteExport.Summary export(@Nullable RoomName room, long since, List<LogEntry> to) throws IOException {
        return new SqliteExport(data).read(room, since, to::add);
    }
}
