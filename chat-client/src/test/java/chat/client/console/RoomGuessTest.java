// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.RoomName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoomGuessTest {

    private static final List<RoomName> ROOMS = Stream.of("#lobby", "#devops", "#ops", "#opera", "@ann,bob", "#2")
            .map(RoomName::new)
            .toList();

    @Test
    void theBestOneIsMeant() {
        assertThat(guess("ops")).isEqualTo("#ops");
        assertThat(guess("#OPS")).isEqualTo("#ops");
        assertThat(guess("op")).isEqualTo("#ops");
        assertThat(guess("oper")).isEqualTo("#opera");
        assertThat(guess("vo")).isEqualTo("#devops");
        assertThat(guess("lby")).isEqualTo("#lobby");
        assertThat(guess("bob")).isEqualTo("@ann,bob");
        assertThat(guess("3")).isEqualTo("#ops");
        assertThat(guess("2")).isEqualTo("#2");
    }

    @Test
    void perhapsNoneIs() {
        assertThat(RoomGuess.of("xyz", ROOMS)).isNull();
        assertThat(RoomGuess.of("", ROOMS)).isNull();
        assertThat(RoomGuess.of("#", ROOMS)).isNull();
        assertThat(RoomGuess.of("a", List.of())).isNull();
    }

    private static String guess(String written) {
        return String.valueOf(RoomGuess.of(written, ROOMS));
    }
}
