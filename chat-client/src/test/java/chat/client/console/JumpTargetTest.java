// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.HistoryRange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class JumpTargetTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneId.of("Europe/Berlin"));

    @Test
    void numbersAndTimesAreUnderstood() {
        assertThat(JumpTarget.of("#48213", CLOCK)).isEqualTo(new HistoryRange.After(48_212));
        assertThat(JumpTarget.of("1", CLOCK)).isEqualTo(new HistoryRange.After(0));
        assertThat(JumpTarget.of("2026-11-22", CLOCK)).isEqualTo(at("2026-11-21T23:00:00Z"));
        assertThat(JumpTarget.of("2026-11-22 14:30", CLOCK)).isEqualTo(at("2026-11-22T13:30:00Z"));
        assertThat(JumpTarget.of("14:30", CLOCK)).isEqualTo(at("2026-11-23T13:30:00Z"));
    }

    @Test
    void nothingElseIs() {
        for (String argument : new String[] {"", "#", "monday", "2026-13-01", "#1x", "99999999999999999999"}) {
            assertThat(JumpTarget.of(argument, CLOCK)).as(argument).isNull();
        }
    }

    private static HistoryRange at(String time) {
        return new HistoryRange.At(Instant.parse(time).toEpochMilli());
    }
}
