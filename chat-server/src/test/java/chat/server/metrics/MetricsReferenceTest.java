// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import chat.server.docs.GeneratedPage;
import org.junit.jupiter.api.Test;

class MetricsReferenceTest {

    @Test
    void thePageShowsTheCatalogue() {
        GeneratedPage.assertUpToDate("METRICS.md", MetricsReference.markdown());
    }
}
