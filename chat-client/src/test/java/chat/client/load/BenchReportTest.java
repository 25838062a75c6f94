// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ServerAddress;
import chat.protocol.message.RoomName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a report says, and does not say. */
class BenchReportTest {

    private final Findings findings = new Findings();

    @Test
    void whoeverMetNoServerIsNotToldThatItWentAway() {
        BenchReport report = report(0, 0, false);
        assertThat(report.verdict()).isEqualTo(BenchReport.Verdict.ABSENT);
        assertThat(ReportText.lines(report))
                .last()
                .isEqualTo("verdict: not decided: no server of this protocol was reached");
        assertThat(report.notes()).isEmpty();
    }

    /** Another protocol's answer is no event, and no broken promise either. */
    @Test
    void whoeverSpeaksAnotherProtocolHasPromisedNothing() {
        findings.broken(Breach.ALTERED, Witness.LIVE, 1, () -> "no event");
        assertThat(report(0, 0, false).verdict()).isEqualTo(BenchReport.Verdict.ABSENT);
        assertThat(report(0, 0, true).verdict()).isEqualTo(BenchReport.Verdict.BROKEN);
    }

    @Test
    void aServerThatWentAwayWasThereBefore() {
        BenchReport report = report(0, 0, true);
        assertThat(report.verdict()).isEqualTo(BenchReport.Verdict.UNREACHABLE);
        assertThat(report.verdict().meaning()).contains("not there to the end");
    }

    @Test
    void whatWasNotCheckedForOrderIsSaid() {
        BenchReport report = report(0, 87, true);
        assertThat(ReportText.lines(report)).anyMatch(line -> line.matches(" +not checked for order +87 .*put off.*"));
        assertThat(ReportJson.line(report)).contains("\"notCheckedForOrder\":87");
    }

    @Test
    void gapsOverWhatTheLogHasAreExplained() {
        BenchReport report = report(5, 0, true);
        assertThat(report.notes())
                .anyMatch(note -> note.contains("5 entries in gaps") && note.contains("rooms.max-lag"));
        assertThat(ReportJson.line(report)).contains("\"gapEntriesInLog\":5");
    }

    private BenchReport report(long falselyGone, long notOrdered, boolean met) {
        BenchReport.Circumstances circumstances = new BenchReport.Circumstances(
                Duration.ZERO, 0, falselyGone, 0, falselyGone, 0, notOrdered, met, 1, false, null, false);
        return new BenchReport(
                BenchPlan.of(new ServerAddress("127.0.0.1", 1)),
                new RoomName("#r"),
                findings,
                new Tally(),
                circumstances);
    }
}
