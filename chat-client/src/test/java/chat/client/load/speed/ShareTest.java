// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether what the server did was for this run, which read 10,000 deliveries of 100 messages. */
class ShareTest {

    @Test
    void aServerThatServedNobodyElseIsFine() {
        assertThat(objection(100, 10_000, 0)).isNull();
        // What was under way at the beginning was read here, at the end it was written already.
        assertThat(objection(90, 9_000, 0)).isNull();
        assertThat(objection(105, 10_900, 900)).isNull();
    }

    @Test
    void somebodyElsesMessagesAreNoticed() {
        // In a small room: many messages, few deliveries.
        assertThat(objection(2_200, 10_100, 0)).contains("others to serve", "2,200", "10,100", "--processes");
        // In a large one.
        assertThat(objection(103, 20_000, 0)).contains("others to serve");
        assertThat(objection(300, 30_000, 0)).contains("others to serve");
    }

    @Test
    void whatTheServerSaysOfItsCostIsOfTheTimeBetweenItsAnswers() {
        Scrape before = new Scrape(Map.of("chat_deliveries_total", 70.0, "process_cpu_seconds_total", 2.0), 5);
        Scrape after =
                new Scrape(Map.of("chat_deliveries_total", 1_070.0, "process_cpu_seconds_total", 2.5), 2_000_000_005L);
        Share share = new Share(new Counts(0, 0, 0, 0), before, after, new Counts(8, 800, 0, 0));
        assertThat(share.isOfCpu()).isTrue();
        assertThat(share.cpuSeconds()).isEqualTo(0.5);
        assertThat(share.seconds()).isEqualTo(2);
        assertThat(share.deliveries()).isEqualTo(1_000);
    }

    @Test
    void anotherServersAdminPortIsNoticed() {
        assertThat(objection(0, 0, 0)).contains("--admin is of another server");
    }

    @Test
    void whatIsWrittenToSlowReadersIsNoneOfOthers() {
        assertThat(share(100, 12_000, 0).objection(true)).isNull();
        assertThat(share(3_000, 12_000, 0).objection(true)).contains("others to serve");
    }

    @Test
    void aServerThatDoesNotCountIsNotDoubted() {
        Scrape none = new Scrape(Map.of("else", 1.0), 0);
        Counts counts = new Counts(100, 10_000, 0, 0);
        assertThat(new Share(new Counts(0, 0, 0, 0), none, none, counts).objection(false))
                .isNull();
        assertThat(new Share(new Counts(0, 0, 0, 0), null, null, counts).objection(false))
                .isNull();
    }

    private static @Nullable String objection(double stored, double written, long undelivered) {
        return share(stored, written, undelivered).objection(false);
    }

    private static Share share(double stored, double written, long undelivered) {
        return new Share(
                new Counts(50, 5_000, 5, 0),
                scrape(7, 70),
                scrape(7 + stored, 70 + written),
                new Counts(150, 15_000, undelivered, 0));
    }

    private static Scrape scrape(double stored, double written) {
        return new Scrape(Map.of("chat_messages_committed_total", stored, "chat_deliveries_total", written), 0);
    }
}
