// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.audit.AuditRecord;
import chat.server.config.DeletedMessages;
import chat.server.config.Durability;
import chat.server.store.AuditLogContract;
import chat.server.store.ChatStore;
import chat.server.store.RecordingObserver;
import chat.server.store.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditTest extends AuditLogContract {

    private static final Retention.Rule ALL = new Retention.Rule(OptionalLong.empty(), Optional.empty());

    @TempDir
    private Path folder;

    @Override
    protected ChatStore create() {
        return keeping(ALL);
    }

    private SqliteStore keeping(Retention.Rule audit) {
        return new SqliteStore(
                folder,
                Durability.OS,
                new Retention(ALL, Map.of(), audit, DeletedMessages.KEEP),
                Clock.systemUTC(),
                new RecordingObserver());
    }

    @Test
    void recordsOutliveTheProcessAndAreReadBesideTheServer() throws IOException {
        get(log().append(record(5)));
        get(log().append(record(6)));
        store.close();
        store = create();
        store.start(batch -> {});

        List<AuditRecord.Kept> since = new ArrayList<>();
        new SqliteAuditReader(folder).since(6, since::add);
        List<AuditRecord.Kept> newest = new ArrayList<>();
        new SqliteAuditReader(folder).newest(10, newest::add);

        assertThat(numbers(since)).containsExactly(2L);
        assertThat(numbers(newest)).containsExactly(1L, 2L);
    }

    @Test
    void recordsGoThatAreTooOldButNeverTheNewest() {
        get(log().append(record(1)));
        get(log().append(record(System.currentTimeMillis())));
        get(log().append(record(2)));

        trim(new Retention.Rule(OptionalLong.empty(), Optional.of(Duration.ofDays(1))));

        assertThat(numbers(get(log().newest(1000)))).containsExactly(2L, 3L);
        get(log().append(record(3)));
        assertThat(numbers(get(log().newest(1)))).as("no number is given twice").containsExactly(4L);
    }

    @Test
    void recordsGoThatAreTooMany() {
        for (int i = 0; i < 2500; i++) {
            var unused = log().append(record(i));
        }
        get(log().append(record(2500)));

        trim(new Retention.Rule(OptionalLong.of(10), Optional.empty()));

        assertThat(numbers(get(log().newest(1000)))).hasSize(10).endsWith(2501L);
    }

    private void trim(Retention.Rule audit) {
        store.close();
        SqliteStore trimming = keeping(audit);
        store = trimming;
        trimming.start(batch -> {});
        trimming.keeper().trimAudit();
    }
}
