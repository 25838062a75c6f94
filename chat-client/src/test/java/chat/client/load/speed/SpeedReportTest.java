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
        List<String> lines = SpeedText.lines(List.of(report(1.5), report(9), report(2)), 3);
        assertThat(lines).anyMatch(line -> line.matches(" +median of 3 +least +most"));
        assertThat(lines).anyMatch(line -> line.matches(" +server CPU per delivery +2 µs +1.500 +9"));
        assertThat(lines).filteredOn(line -> line.startsWith("result ")).hasSize(3);
    }

    @Test
    void aRunThatFailedHasNoFigures() {
        SpeedReport failed =
                new SpeedReport(plan, Verdict.REFUSED, "rate-limited: too fast", List.of(), Tally.newHistogram());
        assertThat(SpeedText.lines(List.of(failed), 1))
                .last()
                .isEqualTo("result: the server refused a client or a message: rate-limited: too fast");
        assertThat(SpeedJson.line(failed)).contains("\"verdict\":\"refused\"", "\"reason\":\"rate-limited: too fast\"");
        assertThat(failed.value("deliveries")).isNaN();
    }

    @Test
    void eachRunOfSeveralHasItsNumberAndOnlySoundOnesMakeTheMedian() {
        Figure cost = new Figure("serverCpuMicrosPerDelivery", "server CPU per delivery", "µs", 100);
        SpeedReport shared =
                new SpeedReport(plan, Verdict.INVALID, "it had others", List.of(cost), Tally.newHistogram());
        SpeedReport failed = new SpeedReport(plan, Verdict.UNREACHABLE, "gone", List.of(), Tally.newHistogram());
        List<String> lines = SpeedText.lines(List.of(report(1.5), shared, failed), 5);
        assertThat(lines)
                .contains(
                        "result 1 of 5: everything was delivered once and in order",
                        "result 2 of 5: the figures are not those of this load: it had others",
                        "result 3 of 5: the server was not there, or not to the end: gone",
                        "not run: 2 of 5")
                .anyMatch(line -> line.matches(" +server CPU per delivery +1.500 µs"))
                .noneMatch(line -> line.contains("median"));
    }

    @Test
    void whoWasToldOfAGapHasNotEverything() {
        Figure gap = new Figure("slowWithGap", "slow readers told of a gap", null, 2);
        SpeedReport report = new SpeedReport(plan, Verdict.SOUND, null, List.of(gap), Tally.newHistogram());
        assertThat(SpeedText.lines(List.of(report), 1))
                .last()
                .asString()
                .endsWith("in order, but for what 2 slow readers were told that they would not get");
    }

    @Test
    void aRateThatWasNotReachedIsSaid() {
        SpeedPlan paced = SpeedPlan.of(plan.server(), Workload.RATE100).with(new SpeedPlan.Processes(2, List.of("x")));
        Figure rate = new Figure("deliveriesPerSecond", "deliveries", "/s", 30_000);
        SpeedReport report = new SpeedReport(paced, Verdict.SOUND, null, List.of(rate), Tally.newHistogram());
        assertThat(SpeedText.lines(List.of(report), 1))
                .last()
                .asString()
                .endsWith(", but only 30,000 deliveries/s of 40,000");
        assertThat(SpeedJson.line(report)).contains("\"processes\":2", "\"rate\":40000.0");
    }

    @Test
    void noTwoRowsOfATableHaveOneName() {
        Figures figures = new Figures().server(Scrape.parse(""), Scrape.parse(""));
        assertThat(figures.all())
                .extracting(Figure::label)
                .doesNotHaveDuplicates()
                .doesNotContain("server heap, live");
    }

    @Test
    void whatHasShrunkIsNotShownForEachConnection() {
        assertThat(new Figures().memory("socket", "kernel", 5_000, 1_000, 10).all())
                .extracting(Figure::key)
                .containsExactly("socketBytes");
        assertThat(new Figures().memory("socket", "kernel", 1_000, 5_000, 10).all())
                .extracting(Figure::value)
                .containsExactly(5_000.0, 400.0);
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
        assertThat(new String(SpeedText.histogram(latency), StandardCharsets.UTF_8))
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
        assertRefused(() -> new SpeedPlan.Processes(0, List.of()), "processes: 0 (expected: 1 to 64)");
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
