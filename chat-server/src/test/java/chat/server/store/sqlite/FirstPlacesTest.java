// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.KeptStore.GARDEN;
import static chat.server.store.sqlite.KeptStore.LOBBY;
import static chat.server.store.sqlite.KeptStore.SENDER;
import static chat.server.store.sqlite.KeptStore.get;
import static chat.server.store.sqlite.KeptStore.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.ErrorCode;
import chat.server.log.Appended;
import chat.server.store.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent again far from where it was stored is looked for beside everything else. */
class FirstPlacesTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    @TempDir
    private Path folder;

    private KeptStore kept;

    @BeforeEach
    void start() {
        Retention.Rule hour = new Retention.Rule(OptionalLong.empty(), Optional.of(Duration.ofHours(1)));
        kept = new KeptStore(folder).keeping(new Retention(hour, Map.of())).start();
        kept.clock.at(HOUR);
        kept.head(LOBBY);
        kept.head(GARDEN);
    }

    @AfterEach
    void close() {
        kept.close();
    }

    /** Once such searches took the threads that read pages: one guest who sent old ids again stopped all reading. */
    @Test
    void nothingWaitsForASearch() {
        kept.append(LOBBY, 7, "a");
        kept.append(GARDEN, 8, "b");
        kept.driver.hold("chat-search");
        List<CompletableFuture<Appended>> searched = new ArrayList<>();
        for (int i = 0; i < 1 + Readers.SEARCHES_WAITING; i++) {
            searched.add(kept.later(LOBBY, SENDER, 7L, "a"));
        }

        assertThat(refusal(kept.later(LOBBY, SENDER, 7L, "a"))).as("one more").isEqualTo(ErrorCode.BUSY);
        assertThat(searched).noneMatch(CompletableFuture::isDone);
        assertThat(kept.append(GARDEN, 8, "b").duplicate()).as("what is near").isTrue();
        assertThat(kept.append(LOBBY, 9, "c").seq()).isEqualTo(2);
        assertThat(kept.texts(LOBBY)).containsExactly("a", "c");
        kept.store().keeper().trim();
        assertThat(kept.head(LOBBY).firstSeq()).isEqualTo(1);

        kept.driver.heal();
        assertThat(searched).allSatisfy(answer -> assertThat(get(answer)).isEqualTo(new Appended(1, HOUR, true)));
        assertThat(kept.append(LOBBY, 7, "a").duplicate()).isTrue();
        assertThat(kept.texts(LOBBY)).containsExactly("a", "c");
    }

    @Test
    void whatIsTooFarFromTheNewestIsFound() {
        Appended first = kept.append(LOBBY, 1, "a");
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < 5_000; i++) {
            last = kept.later(LOBBY, SENDER, null, "x");
        }
        get(last);
        kept.append(LOBBY, 2, "b");

        assertThat(kept.append(LOBBY, 1, "a")).isEqualTo(new Appended(first.seq(), first.atMillis(), true));
    }

    /** The client has done nothing wrong. */
    @Test
    void anIdWhoseMessageIsNotKeptHasExpired() {
        kept.append(LOBBY, 7, "a");
        kept.append(GARDEN, 8, "b");
        kept.append(LOBBY, 9, "c");
        kept.clock.at(3 * HOUR);
        kept.store().keeper().trim();
        kept.append(LOBBY, 10, "d");

        assertThat(refusal(kept.later(LOBBY, SENDER, 7L, "a"))).isEqualTo(ErrorCode.ID_EXPIRED);
        assertThat(refusal(kept.later(LOBBY, SENDER, 8L, "b")))
                .as("it cannot be told that it was in another room")
                .isEqualTo(ErrorCode.ID_EXPIRED);
        assertThat(kept.texts(LOBBY)).containsExactly("d");
    }

    @Test
    void anIdThatWasUsedInAnotherRoomIsAMistakeWhereThatIsCertain() {
        kept.append(LOBBY, 7, "a");
        kept.append(LOBBY, 8, "b");
        kept.append(GARDEN, 9, "c");
        kept.append(GARDEN, 10, "d");

        assertThat(refusal(kept.later(GARDEN, SENDER, 7L, "a")))
                .as("never in a room of which everything is kept")
                .isEqualTo(ErrorCode.BAD_FIELD);
        kept.clock.at(3 * HOUR);
        kept.store().keeper().trim();
        assertThat(refusal(kept.later(LOBBY, SENDER, 10L, "d")))
                .as("the newest is known to be elsewhere")
                .isEqualTo(ErrorCode.BAD_FIELD);
        assertThat(kept.head(LOBBY).lastSeq()).isEqualTo(2);
    }
}
