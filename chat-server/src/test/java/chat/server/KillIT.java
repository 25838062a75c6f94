// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.load.Bench;
import chat.client.load.BenchPlan;
import chat.client.load.BenchReport;
import chat.client.load.BenchReport.Verdict;
import chat.client.load.ReportText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process is killed with SIGKILL under load, again and again, over one data folder; the checker says whether a
 * promise was broken. Every other life is with {@code store.durability=os}: the kernel outlives the process and has what
 * that wrote. The long run is chaos.sh.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KillIT {

    private static final int KILLS = 20;
    private static final int SENDERS = 4;
    private static final int OUTSTANDING = 16;
    private static final int MOST_MORE = 200;
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final long SEED = Long.getLong("kill.seed", new SplittableRandom().nextLong());

    private final SplittableRandom random = new SplittableRandom(SEED);

    @TempDir
    private Path folder;

    private int lives;
    private int kills;

    @Test
    void noPromiseIsBrokenByKillingTheProcess() throws Exception {
        System.out.println("-Dkill.seed=" + SEED);
        try (ServerProcess server = new ServerProcess(folder)) {
            start(server);
            while (kills < KILLS) {
                int before = kills;
                BenchReport report = round(server);
                System.out.println((kills - before) + " kills: " + inWords(report));
                assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.KEPT);
                assertThat(report.gapEntries()).as(inWords(report)).isZero();
                assertThat(kills).as("kills in all").isGreaterThan(before);
            }
            assertThat(server.stop()).isZero();
            assertThat(server.errors()).isEmpty();
        }
    }

    /** One run of the checker, and as many kills as it has time for. */
    private BenchReport round(ServerProcess server) throws Exception {
        BenchPlan plan = plan(server);
        CompletableFuture<BenchReport> run =
                CompletableFuture.supplyAsync(() -> run(plan), task -> new Thread(task, "bench").start());
        long sendingEnds = System.nanoTime() + ROUND.toNanos();
        while (kills < KILLS && awaitLoad(server, run, sendingEnds)) {
            server.kill();
            kills++;
            start(server);
        }
        return run.get();
    }

    /**
     * Waits until more was committed than can be under way at a time: then this process has acknowledged. How many more is
     * left to chance, as the moment is within a commit.
     */
    private boolean awaitLoad(ServerProcess server, CompletableFuture<BenchReport> run, long sendingEnds)
            throws IOException, InterruptedException {
        long more = random.nextInt(MOST_MORE);
        return server.awaitCommitted(
                server.committed() + (long) SENDERS * OUTSTANDING + more,
                () -> run.isDone() || System.nanoTime() - sendingEnds >= 0);
    }

    private void start(ServerProcess server) throws IOException {
        lives++;
        server.start("limits.all=off", "store.kind=sqlite", "store.durability=" + (lives % 2 == 0 ? "os" : "fsync"));
    }

    private static BenchPlan plan(ServerProcess server) {
        return new BenchPlan(
                server.address(),
                null,
                SENDERS,
                2,
                1,
                3,
                Long.MAX_VALUE,
                ROUND,
                100,
                100,
                OUTSTANDING,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    private static BenchReport run(BenchPlan plan) {
        try {
            return Bench.run(plan, line -> {});
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static String inWords(BenchReport report) {
        return String.join("\n", ReportText.lines(report));
    }
}
