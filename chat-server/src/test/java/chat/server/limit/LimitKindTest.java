// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.Key;
import chat.server.config.Keys;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LimitKindTest {

    @Test
    void everyLimitOfTheConfigurationIsARow() {
        assertThat(Stream.of(LimitKind.values()).map(LimitKind::configKey))
                .containsExactlyInAnyOrderElementsOf(Keys.ALL.stream()
                        .map(Key::name)
                        .filter(name -> name.startsWith("limits.") && !name.equals("limits.all"))
                        .toList());
    }
}
