// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameColoursTest {

    @Test
    void aNameKeepsItsColour() {
        assertThat(NameColours.of(new AccountName("anna"))).isEqualTo(NameColours.of(new AccountName("ANNA")));
        // The numbers as they are today: a change would give everybody another colour.
        assertThat(NameColours.of(new AccountName("bert"))).isEqualTo(170);
    }

    @Test
    void likeNamesDiffer() {
        long colours = IntStream.range(0, 100)
                .map(i -> NameColours.of(new AccountName("guest" + i)))
                .distinct()
                .count();
        assertThat(colours).isGreaterThan(30);
    }

    @Test
    void noColorIsRespected() {
        assertThat(NameColours.wanted(Map.of())).isTrue();
        assertThat(NameColours.wanted(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(NameColours.wanted(Map.of("NO_COLOR", "1"))).isFalse();
    }
}
