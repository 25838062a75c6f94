// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.client.ServerAddress;
import chat.client.load.Bench;
import chat.client.load.BenchPlan;
import chat.client.load.BenchReport;
import chat.client.load.BenchReport.Verdict;
import chat.client.load.Breach;
import chat.client.load.ReportText;
import chat.client.load.Witness;
import chat.server.BrokenStore.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The checker against a server whose store breaks a promise: it must say so, every time, and which one. A checker that cannot
 * fail is worth nothing; one that fails without a reason is worth no more.
 */
class BrokenStoreIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final RunningServer server = new RunningServer("limits.all=off");

    @Test
    void aHealthyStorePasses() {
        BrokenStore store = new BrokenStore(Fault.NONE);
        BenchReport report = check(store);

        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.KEPT);
        assertThat(report.acknowledged()).isEqualTo(3_000);
    }

    @Test
    void aHealthyStorePassesThoughTheServerGoesDownAndComesBack() {
        HastyStore store = new HastyStore();
        BenchReport report = checkWithRestart(store, () -> store.appended() >= 200);

        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.KEPT);
        assertThat(report.reconnects()).isPositive();
    }

    @Test
    void anAcknowledgementBeforeTheCommitIsFoundWhenTheServerGoesDown() {
        HastyStore store = new HastyStore();
        BenchReport report = checkWithRestart(store, () -> {
            if (store.appended() >= 200) {
                store.stopWriting();
            }
            return store.unwritten() >= 5;
        });

        assertBroken(report, Breach.MISSING, Witness.LOG);
        assertThat(report.count(Breach.MISSING)).isGreaterThanOrEqualTo(5);
    }

    @Test
    void anAcknowledgedEntryThatTheLogLacksIsFound() {
        BenchReport report = check(Fault.LOG_LACKS_ONE);

        assertBroken(report, Breach.MISSING, Witness.LOG);
        assertBroken(report, Breach.LOST, Witness.LOG);
        assertThat(report.count(Breach.MISSING)).isEqualTo(1);
    }

    @Test
    void anEntryThatOneDeliveryLacksIsFound() {
        BenchReport report = check(Fault.DELIVERY_LACKS_ONE);

        assertBroken(report, Breach.LOST, Witness.LIVE);
        assertThat(report.count(Breach.LOST, Witness.LOG)).isZero();
        assertThat(report.count(Breach.MISSING)).isZero();
    }

    @Test
    void anEntryThatIsDeliveredTwiceIsFound() {
        BenchReport report = check(Fault.DELIVERED_TWICE);

        assertBroken(report, Breach.DUPLICATED, Witness.LIVE);
        assertThat(report.count(Breach.DUPLICATED, Witness.LOG)).isZero();
        assertThat(report.count(Breach.LOST)).isZero();
    }

    @Test
    void aMessageThatIsStoredTwiceIsFound() {
        BenchReport report = check(Fault.STORED_TWICE);

        assertBroken(report, Breach.DUPLICATED, Witness.LIVE);
        assertBroken(report, Breach.DUPLICATED, Witness.LOG);
        assertBroken(report, Breach.MISPLACED, Witness.LIVE);
        assertThat(report.count(Breach.LOST)).isZero();
    }

    @Test
    void twoEntriesThatAreDeliveredInTheWrongOrderAreFound() {
        BenchReport report = check(Fault.DELIVERED_SWAPPED);

        assertBroken(report, Breach.REORDERED, Witness.LIVE);
        assertThat(report.count(Breach.REORDERED, Witness.LOG)).isZero();
        assertThat(report.count(Breach.LOST)).isZero();
    }

    @Test
    void twoMessagesThatAreStoredInTheWrongOrderAreFound() {
        BenchReport report = check(Fault.STORED_SWAPPED);

        assertBroken(report, Breach.REORDERED, Witness.LIVE);
        assertBroken(report, Breach.REORDERED, Witness.LOG);
        assertThat(report.count(Breach.LOST)).isZero();
        assertThat(report.count(Breach.MISSING)).isZero();
    }

    private BenchReport check(Fault fault) {
        BrokenStore store = new BrokenStore(fault);
        BenchReport report = check(store);
        assertThat(store.faults()).as("faults made").isPositive();
        return report;
    }

    private BenchReport check(BrokenStore store) {
        server.keptIn((config, observer) -> store);
        return run(plan().withMessages(3_000, 0));
    }

    /** The server goes down and comes back over the same store once a condition has come about. */
    private BenchReport checkWithRestart(BrokenStore store, Supplier<Boolean> when) {
        server.keptIn((config, observer) -> store);
        BenchPlan plan = plan().withMessages(1_200, 100);
        CompletableFuture<BenchReport> run =
                CompletableFuture.supplyAsync(() -> run(plan), task -> new Thread(task).start());
        await("time to go down")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(when::get);
        server.restart();
        return run.join();
    }

    private BenchPlan plan() {
        return BenchPlan.of(new ServerAddress("127.0.0.1", server.address().getPort()))
                .withClients(4, 2, 0, 1)
                .withPatience(PATIENCE, Duration.ofSeconds(5));
    }

    private static BenchReport run(BenchPlan plan) {
        try {
            return Bench.run(plan, line -> {});
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertBroken(BenchReport report, Breach breach, Witness witness) {
        assertThat(report.count(breach, witness)).as(inWords(report)).isPositive();
        assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
    }

    private static String inWords(BenchReport report) {
        return String.join("\n", ReportText.lines(report));
    }
}
