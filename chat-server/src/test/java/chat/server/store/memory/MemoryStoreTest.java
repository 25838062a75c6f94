// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.DeletedMessages;
import chat.server.log.LogRange;
import chat.server.store.ChatStore;
import chat.server.store.ChatStoreContract;
import chat.server.store.CommitWriter;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends ChatStoreContract {

    private static final int ENTRIES_PER_ROOM = 70_000;

    @Override
    protected ChatStore create(Clock storeClock, CommitWriter.Observer storeObserver) {
        return new MemoryStore(ENTRIES_PER_ROOM, 1 << 28, DeletedMessages.KEEP, storeClock, storeObserver);
    }

    private void keepOnly(int entries, long bytes) {
        store.close();
        store = new MemoryStore(entries, bytes, DeletedMessages.KEEP, clock, observer);
        store.start(listener);
    }

    @Test
    void aRoomKeepsItsNewestEntries() {
        keepOnly(10, 1 << 20);
        appendNumbers(25);

        assertThat(head(LOBBY).firstSeq()).isEqualTo(16);
        assertThat(head(LOBBY).lastSeq()).isEqualTo(25);
        assertThat(texts(read(LOBBY, new LogRange.After(0)))).hasSize(10).startsWith("16");
    }

    @Test
    void aPageSaysWhetherItsBeginningHasLeftTheLog() {
        keepOnly(10, 1 << 20);
        appendNumbers(25);

        assertThat(read(LOBBY, new LogRange.After(0)).complete())
                .as("from the first that is kept")
                .isTrue();
        assertThat(read(LOBBY, new LogRange.After(3)).complete()).isFalse();
        assertThat(texts(read(LOBBY, new LogRange.After(3)))).startsWith("16");
        assertThat(read(LOBBY, new LogRange.After(15)).complete()).isTrue();
        assertThat(read(LOBBY, new LogRange.Before(20)).complete()).isFalse();
        assertThat(texts(read(LOBBY, new LogRange.Before(20)))).containsExactly("16", "17", "18", "19");
        assertThat(page(LOBBY, new LogRange.Before(20), 4, 1 << 20).complete()).isTrue();
        assertThat(read(LOBBY, new LogRange.Before(5)).complete()).isFalse();
        assertThat(read(LOBBY, new LogRange.Before(5)).entries()).isEmpty();
    }

    /** Whether what has left the log was of the time that was asked for cannot be told any more. */
    @Test
    void aPageFromATimeBeforeTheFirstThatIsKeptIsNotComplete() {
        keepOnly(10, 1 << 20);
        appendNumbers(25);

        assertThat(read(LOBBY, new LogRange.From(0)).complete()).isFalse();
        assertThat(texts(read(LOBBY, new LogRange.From(0)))).hasSize(10);
        assertThat(read(LOBBY, new LogRange.From(1_001)).complete())
                .as("nothing was so late")
                .isTrue();
    }

    @Test
    void theOldestOfTheLargestRoomGoWhenMemoryIsShort() {
        keepOnly(1_000, 20_000);
        append(GARDEN, "small");
        for (int i = 0; i < 100; i++) {
            append(LOBBY, "x".repeat(500));
        }

        assertThat(head(GARDEN).firstSeq()).isEqualTo(1);
        assertThat(head(LOBBY).lastSeq()).isEqualTo(100);
        assertThat(read(LOBBY, new LogRange.After(0)).entries()).hasSizeBetween(5, 20);
        assertThat(read(LOBBY, new LogRange.After(0)).entries().get(0).seq())
                .isEqualTo(head(LOBBY).firstSeq());
    }

    @Test
    void anEntryLargerThanTheMemoryIsAcknowledgedAndGone() {
        keepOnly(1_000, 1_000);

        assertThat(append(LOBBY, "x".repeat(5_000)).seq()).isEqualTo(1);
        assertThat(head(LOBBY).firstSeq()).isEqualTo(2);
        assertThat(read(LOBBY, new LogRange.After(0)).entries()).isEmpty();
        assertThat(append(LOBBY, "y").seq()).isEqualTo(2);
        assertThat(texts(read(LOBBY, new LogRange.After(0)))).containsExactly("y");
    }

    @Test
    void everyStartHasAnotherEpoch() {
        String before = head(LOBBY).epoch();
        keepOnly(10, 1_000);

        assertThat(head(LOBBY).epoch()).isNotEqualTo(before);
    }
}
