// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroubleTest {

    private Instant now = Instant.EPOCH;

    private final Trouble trouble = new Trouble(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void aReasonIsSaidOnceAndThenOnceInAWhile() {
        List<String> said = new ArrayList<>();
        for (int seconds = 0; seconds <= 3_600; seconds += 20) {
            now = Instant.EPOCH.plusSeconds(seconds);
            String words = trouble.words("connection refused", Duration.ofSeconds(20));
            if (words != null) {
                said.add(words);
            }
        }
        assertThat(said)
                .containsExactly(
                        "connection refused; trying again in 20 s",
                        "still no connection after 1 min: connection refused; trying again in 20 s",
                        "still no connection after 3 min: connection refused; trying again in 20 s",
                        "still no connection after 7 min: connection refused; trying again in 20 s",
                        "still no connection after 15 min: connection refused; trying again in 20 s",
                        "still no connection after 31 min: connection refused; trying again in 20 s",
                        "still no connection after 47 min: connection refused; trying again in 20 s");
    }

    @Test
    void anotherReasonIsNews() {
        assertThat(trouble.words("lost", Duration.ZERO)).isEqualTo("lost; trying again at once");
        assertThat(trouble.words("lost", Duration.ZERO)).isNull();
        assertThat(trouble.words("refused", Duration.ZERO)).isEqualTo("refused; trying again at once");
        trouble.isOver();
        assertThat(trouble.words("refused", Duration.ZERO)).isEqualTo("refused; trying again at once");
    }
}
