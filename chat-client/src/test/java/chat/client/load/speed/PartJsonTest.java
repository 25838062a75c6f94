// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What one process of a run says, another understands. */
class PartJsonTest {

    @Test
    void countsAndWindowsAreUnderstood() throws Exception {
        Counts counts = new Counts(1, 2, 3, 4);
        assertThat(PartJson.counts(passed(PartJson.line(PartJson.counts(counts)))))
                .isEqualTo(counts);
        Histogram lag = Tally.newHistogram();
        lag.recordValue(123_456);
        Tally.Window window = PartJson.window(passed(PartJson.line(PartJson.window(new Tally.Window(7, 8, lag)))));
        assertThat(window.deliveries()).isEqualTo(7);
        assertThat(window.reads()).isEqualTo(8);
        assertThat(window.sendLagNanos()).isEqualTo(lag);
    }

    @Test
    void everyFaultOfAnotherProcessIsOneOfTheRun() throws Exception {
        Faults faults = new Faults();
        faults.missing = 1;
        faults.duplicates = 2;
        faults.reordered = 3;
        faults.misrouted = 4;
        faults.altered = 5;
        faults.skipped = 6;
        Histogram latency = Tally.newHistogram();
        latency.recordValueWithCount(1_000_000, 9);
        Outcome outcome = PartJson.outcome(passed(PartJson.line(PartJson.outcome(new Outcome(faults, 10, latency)))));
        Outcome both = outcome.plus(outcome);
        assertThat(both.faults()).usingRecursiveComparison().isEqualTo(twice(faults));
        assertThat(both.undelivered()).isEqualTo(20);
        assertThat(both.latencyNanos().getTotalCount()).isEqualTo(18);
        assertThat(both.verdict()).isEqualTo(Verdict.UNSOUND);
    }

    @Test
    void whatEndsAnotherProcessEndsTheRun() {
        String line = PartJson.line(PartJson.raised(new Alarm.Raised(Verdict.REFUSED, "too many")));
        assertThatThrownBy(() -> PartJson.parse(line)).isInstanceOfSatisfying(Alarm.Raised.class, raised -> {
            assertThat(raised.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(raised.reason()).isEqualTo("too many");
        });
        assertThatThrownBy(() -> PartJson.parse("Error: out of memory")).isInstanceOf(Alarm.Raised.class);
    }

    private static JsonNode passed(String line) throws Alarm.Raised {
        assertThat(line).doesNotContain("\n");
        return PartJson.parse(line);
    }

    private static Faults twice(Faults faults) {
        Faults both = new Faults();
        both.add(faults);
        both.add(faults);
        return both;
    }
}
