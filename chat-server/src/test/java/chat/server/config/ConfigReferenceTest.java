// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.docs.GeneratedPage;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    @Test
    void thePageShowsTheTable() {
        GeneratedPage.assertUpToDate("CONFIGURATION.md", ConfigReference.markdown());
    }

    @Test
    void everyKeyIsOnThePage() {
        assertThat(Keys.ALL)
                .allSatisfy(key -> assertThat(ConfigReference.markdown()).contains("| `" + key.name() + "` |"));
    }
}
