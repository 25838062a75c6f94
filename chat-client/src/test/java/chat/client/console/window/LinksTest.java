// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinksTest {

    @Test
    void linksAreFoundWhereAPersonSeesThem() {
        assertThat(in("see https://example.org/a?b=c&d#e, or http://x"))
                .containsExactly("https://example.org/a?b=c&d#e", "http://x");
        assertThat(in("(https://example.org/a_(b)) [http://x] 'http://y'"))
                .containsExactly("https://example.org/a_(b)", "http://x", "http://y");
        assertThat(in("漢字https://example.org/漢")).isEmpty();
        assertThat(in("漢字: https://example.org/漢字")).containsExactly("https://example.org/");
        assertThat(in("HTTPS://EXAMPLE.ORG!")).containsExactly("HTTPS://EXAMPLE.ORG");
        assertThat(in("<https://example.org>")).containsExactly("https://example.org");
    }

    @Test
    void whatIsNoLinkIsNone() {
        assertThat(in("https:// http://. file:///etc/passwd javascript://x ftp://x xhttp://y ://"))
                .isEmpty();
        assertThat(in("https://" + "a".repeat(Links.MAX_LENGTH))).isEmpty();
    }

    /** Whatever stands in a text: a link has nothing in it that a terminal acts on, and is what is to be seen. */
    @Test
    void aLinkIsWhatItShows() {
        String[] parts = {
            "https://",
            "http://",
            "a",
            ".",
            "/",
            ")",
            "\u001b]8;;",
            "\u0007",
            "\u009c",
            " ",
            "e\u0301",
            "漢",
            "\u202e",
            ";"
        };
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            int last = 0;
            for (Link link : Links.in(text.toString(), "7")) {
                assertThat(link.from()).isGreaterThanOrEqualTo(last);
                assertThat(text.substring(link.from(), link.to())).isEqualTo(link.url());
                assertThat(link.url()).matches("https?://[!-~]+");
                assertThat(link.id()).matches("[0-9.]+");
                last = link.to();
            }
        }
    }

    private static List<String> in(String text) {
        return Links.in(text, "1").stream().map(Link::url).toList();
    }
}
