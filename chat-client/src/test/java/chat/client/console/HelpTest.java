// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HelpTest {

    private static final List<String> KEYS = List.of("Tab completes");

    /** Of 24 rows the topic, the status and the line being typed take one each; of 80 columns time and dashes take nine. */
    @Test
    void everythingFitsOneWindow() {
        assertThat(Help.about("", KEYS).stream()
                        .mapToInt(line -> line.length() <= 71 ? 1 : 2)
                        .sum())
                .isLessThanOrEqualTo(21);
        assertThat(Help.about("more", KEYS)).hasSizeLessThan(21);
    }

    @Test
    void everyCommandIsSomewhere() {
        List<String> all = Stream.concat(Help.about("", KEYS).stream(), Help.about("more", KEYS).stream())
                .toList();
        for (ConsoleCommand command : ConsoleCommand.values()) {
            assertThat(all)
                    .filteredOn(line -> line.startsWith(command.usage() + " "))
                    .hasSize(1);
        }
    }

    @Test
    void oneCommandIsExplainedAlone() {
        for (String topic : List.of("leave", "/leave", "PART")) {
            assertThat(Help.about(topic, KEYS)).singleElement().asString().startsWith("/leave [#room]");
        }
        assertThat(Help.about("keys", KEYS)).isEqualTo(KEYS);
        assertThat(Help.about("nothing", KEYS)).isEmpty();
    }
}
