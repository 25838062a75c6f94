// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What connections cost is only said where they were this run's. */
class ArrivalsTest {

    @Test
    void thisRunsOwnAreNoObjection() {
        assertThat(objection(1_000, 100)).isNull();
        // A person who came meanwhile.
        assertThat(objection(1_001, 103)).isNull();
    }

    @Test
    void anotherServerIsNoticed() {
        assertThat(objection(0, 0)).contains("--admin is of another server", "0 connections", "1,000");
    }

    @Test
    void othersAreNoticed() {
        assertThat(objection(1_500, 100)).contains("others to serve", "1,500", "1,000");
        assertThat(objection(1_000, 7_000)).contains("others to serve", "7,000", "100");
    }

    @Test
    void aServerThatCannotBeAskedIsNotDoubted() {
        assertThat(new Arrivals(null, null, 1_000, 0).objection()).isNull();
        Scrape none = new Scrape(Map.of("else", 1.0), 0);
        assertThat(new Arrivals(none, none, 1_000, 0).objection()).isNull();
    }

    private static @Nullable String objection(double letIn, double stored) {
        return new Arrivals(scrape(5, 6), scrape(5 + letIn, 6 + stored), 1_000, 100).objection();
    }

    private static Scrape scrape(double letIn, double stored) {
        return new Scrape(Map.of("chat_connections_accepted_total", letIn, "chat_messages_committed_total", stored), 0);
    }
}
