// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.CaughtUp;
import chat.protocol.message.Event;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import java.time.Duration;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaughtUpTextTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final Position BEFORE = new Position("e", 48_171, 1_767_225_600_000L);

    @Test
    void aConnectionThatWasLostSaysForHowLong() {
        assertThat(after(Duration.ofSeconds(190), 42, 0))
                .isEqualTo("offline 3 min · 42 messages caught up · complete to 48,213");
        assertThat(after(Duration.ofMillis(20), 1, 0))
                .isEqualTo("offline 1 s · 1 message caught up · complete to 48,213");
        assertThat(after(Duration.ofMinutes(125), 42, 17))
                .isEqualTo("offline 2 h 5 min · 42 messages caught up · 17 missing to 48,213");
        assertThat(after(Duration.ofSeconds(17), 0, 0))
                .isEqualTo("offline 17 s · nothing was missed · complete to 48,213");
        assertThat(after(Duration.ofSeconds(17), 0, 3))
                .isEqualTo("offline 17 s · nothing caught up · 3 missing to 48,213");
    }

    private static String after(Duration offline, long messages, long missing) {
        Position after = new Position("e", 48_000, null);
        return CaughtUpText.of(new CaughtUp(LOBBY, after, true, messages, missing, 48_213), offline, ZoneOffset.UTC);
    }

    @Test
    void allThatWasMissedIsThere() {
        assertThat(text(BEFORE, true, 42, 0)).isEqualTo("caught up 42 messages, complete to 48,213");
        assertThat(text(BEFORE, true, 1, 0)).isEqualTo("caught up 1 message, complete to 48,213");
        assertThat(text(BEFORE, true, 0, 0)).isEqualTo("nothing missed, complete to 48,213");
    }

    @Test
    void whoComesForTheFirstTimeHasMissedNothing() {
        assertThat(text(null, true, 20, 0)).isNull();
        assertThat(text(null, true, 20, 3)).isNull();
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(text(BEFORE, true, 25, 17))
                .isEqualTo("caught up 25 messages to 48,213, not complete: 17 are missing");
        assertThat(text(BEFORE, true, 0, 1)).isEqualTo("nothing caught up to 48,213, not complete: 1 is missing");
        assertThat(text(BEFORE, false, 20, 0))
                .isEqualTo("what was said after 48,171 (2026-01-01 00:00) is not known; the new log is at 48,213");
        assertThat(text(new Position("e", 5, null), false, 20, 0))
                .isEqualTo("what was said after 5 is not known; the new log is at 48,213");
    }

    @Test
    void aGapHasItsNumbers() {
        assertThat(CaughtUpText.of(new Event.Gap(LOBBY, "e", 101, 117)))
                .isEqualTo("17 messages are no longer kept: 101 to 117");
        assertThat(CaughtUpText.of(new Event.Gap(LOBBY, "e", 1_017, 1_017)))
                .isEqualTo("1 message is no longer kept: 1,017");
        assertThat(CaughtUpText.notShown(new Event.Gap(LOBBY, "e", 1, 480)))
                .isEqualTo("its messages up to 480 may be new to you: /history shows those that are kept");
    }

    @Test
    void whatIsLeftOutCanBeHad() {
        assertThat(CaughtUpText.leftOut(4_800, 5_003))
                .isEqualTo("4,800 messages are not shown here: /history 5003 shows them");
        assertThat(CaughtUpText.leftOut(1, 201)).isEqualTo("1 message is not shown here: /history 201 shows it");
    }

    private static @Nullable String text(@Nullable Position after, boolean sameLog, long messages, long missing) {
        return CaughtUpText.of(new CaughtUp(LOBBY, after, sameLog, messages, missing, 48_213), null, ZoneOffset.UTC);
    }
}
