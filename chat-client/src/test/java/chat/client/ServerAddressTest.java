// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerAddressTest {

    @Test
    void addressesAreReadAsPeopleWriteThem() {
        assertThat(ServerAddress.parse("example.org")).isEqualTo(new ServerAddress("example.org", 8080));
        assertThat(ServerAddress.parse(" example.org:81 ")).isEqualTo(new ServerAddress("example.org", 81));
        assertThat(ServerAddress.parse("[::1]:81")).isEqualTo(new ServerAddress("::1", 81));
        assertThat(ServerAddress.parse("[::1]")).isEqualTo(new ServerAddress("::1", 8080));
        assertThat(ServerAddress.parse("::1")).isEqualTo(new ServerAddress("::1", 8080));
        assertThat(ServerAddress.parse("[::1]:81")).hasToString("[::1]:81");
    }

    @Test
    void nonsenseIsAnErrorThatSaysWhatIsExpected() {
        for (String text : List.of("", ":80", "h:x", "h:0", "h:65536", "[::1", "[::1]80", "[]:80", "h:-1")) {
            assertThatThrownBy(() -> ServerAddress.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
    }
}
