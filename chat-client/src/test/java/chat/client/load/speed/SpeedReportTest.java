// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What a report says, and which plans make no sense. */
class SpeedReportTest {

    private final SpeedPlan plan = SpeedPlan.of(new ServerAddress("127.0.0.1", 1), Workload.SAT10);

    @Test
    void theMedianIsTheOneInTheMiddle() {
        assertThat(Spread.of(5, 1, 3)).isEqualTo(new Spread(3, 3, 1, 5));
        assertThat(Spread.of(4, 1)).isEqualTo(new Spread(2, 2.5, 1, 4));
        assertThat(Spread.of(7)).isEqualTo(new Spread(1, 7, 7, 7));
    }

    @Test
    void severalRunsAreShownAsOne() {
        List<String> lines = SpeedText.lines(List.of(report(1.5), report(9), report(2)));
        assertThat(lines).anyMatch(line -> line.matches(" +median of 3 +least +most"));
        assertThat(lines).anyMatch(line -> line.matches(" +server CPU per delivery +2 µs +1.500 +9"));
        assertThat(lines).filteredOn(line -> line.startsWith("result:")).hasSize(3);
    }

    @Test
    void aRunThatFailedHasNoFigures() {
        SpeedReport failed =
                new SpeedReport(plan, Verdict.REFUSED, "rate-limited: too fast", List.of(), Tally.newHistogram());
        assertThat(SpeedText.lines(List.of(failed)))
                .last()
                .isEqualTo("result: the server refused a client or a message: rate-limited: too fast");
        assertThat(SpeedJson.line(failed)).contains("\"verdict\":\"refused\"", "\"reason\":\"rate-limited: too fast\"");
        assertThat(failed.value("deliveries")).isNaN();
    }

    @Test
    void theJsonIsOneLineWithWhatWasAskedAndFound() {
        assertThat(SpeedJson.line(new SpeedReport(
                        plan.withLabel("new\n"),
                        Verdict.SOUND,
                        null,
                        report(1.25).figures(),
                        Tally.newHistogram())))
                .doesNotContain("\n")
                .contains(
                        "\"label\":\"new\\n\"",
                        "\"workload\":\"sat10\"",
                        "\"members\":10",
                        "\"serverCpuMicrosPerDelivery\":1.25");
    }

    @Test
    void theHistogramIsInMicroseconds() {
        Histogram latency = Tally.newHistogram();
        latency.recordValue(2_000_000);
        SpeedReport report = new SpeedReport(plan, Verdict.SOUND, null, List.of(), latency);
        assertThat(new String(SpeedText.histogram(report), StandardCharsets.UTF_8))
                .contains("Percentile")
                .containsPattern(" 2000\\.\\d+ 1\\.0");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithItsName() {
        assertRefused(() -> new SpeedPlan.Shape(1, 10, 11, 0), "senders: 11 (expected: 0 to 10)");
        assertRefused(() -> new SpeedPlan.Shape(1_000_000, 2, 1, 0), "rooms times members: 2000000");
        assertRefused(() -> new SpeedPlan.Wire(47, false, 1, 1, List.of()), "size: 47 (expected: 48 to");
        assertRefused(() -> new SpeedPlan.Wire(100, false, 0, 1, List.of()), "loops: 0");
        assertRefused(() -> plan.with(new SpeedPlan.Shape(1, 10, 0, 0)), "senders: 0 (expected: 1 to 10)");
        assertRefused(() -> Workload.ofLabel("SAT10"), "'SAT10' is no workload (expected: one of sat10, sat100,");
        SpeedPlan idle = SpeedPlan.of(plan.server(), Workload.IDLE);
        assertRefused(() -> idle.with(new SpeedPlan.Shape(1, 10, 1, 1)), "slow: not with idle");
    }

    private SpeedReport report(double cost) {
        Figure figure = new Figure("serverCpuMicrosPerDelivery", "server CPU per delivery", "µs", cost);
        return new SpeedReport(plan, Verdict.SOUND, null, List.of(figure), Tally.newHistogram());
    }

    private static void assertRefused(Runnable making, String message) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
