// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.RoomName;
import chat.server.audit.Actor;
import chat.server.audit.AuditAction;
import chat.server.audit.AuditLog;
import chat.server.audit.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link AuditLog} does, whatever it keeps things in. */
public abstract class AuditLogContract {

    private static final Actor MAX = new Actor(Actor.Kind.ACCOUNT, "max", "192.0.2.1");

    protected ChatStore store;

    /** A store that has not been started. */
    protected abstract ChatStore create();

    @BeforeEach
    void start() {
        store = create();
        store.start(batch -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRecordIsReadAsItWasKept() {
        AuditRecord record =
                new AuditRecord(5, MAX, AuditAction.ROOM_BAN, "mia", new RoomName("#ops"), "until 7", "spam \u20AC");
        get(log().append(record));
        get(log().append(new AuditRecord(6, Actor.operator(), AuditAction.TOKEN_REVOKED, "3", null, "", "")));

        assertThat(get(log().newest(1)))
                .containsExactly(new AuditRecord.Kept(2, 6, Actor.operator(), "token-revoked", "3", null, "", ""));
        assertThat(get(log().newest(1000)).get(0)).isEqualTo(record.kept(1));
    }

    @Test
    void recordsAreReadOnInTheirOrder() {
        for (int at = 1; at <= 10; at++) {
            get(log().append(record(at)));
        }

        assertThat(numbers(get(log().after(0, 0, 3)))).containsExactly(1L, 2L, 3L);
        assertThat(numbers(get(log().after(3, 0, 3)))).containsExactly(4L, 5L, 6L);
        assertThat(numbers(get(log().after(0, 9, 1000)))).containsExactly(9L, 10L);
        assertThat(get(log().after(10, 0, 1000))).isEmpty();
        assertThat(numbers(get(log().newest(2)))).containsExactly(9L, 10L);
    }

    @Test
    void whatComesAtOnceIsKeptInItsOrder() {
        List<CompletionStage<Void>> stages = new ArrayList<>();
        for (int at = 1; at <= 1000; at++) {
            stages.add(log().append(record(at)));
        }
        stages.forEach(AuditLogContract::get);

        assertThat(get(log().newest(1000)))
                .extracting(AuditRecord.Kept::atMillis)
                .hasSize(1000)
                .isSorted();
    }

    protected static AuditRecord record(long atMillis) {
        return new AuditRecord(atMillis, MAX, AuditAction.ROOM_KICK, "mia", null, "", "");
    }

    protected static List<Long> numbers(List<AuditRecord.Kept> records) {
        return records.stream().map(AuditRecord.Kept::number).toList();
    }

    protected AuditLog log() {
        return store.audit();
    }

    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
