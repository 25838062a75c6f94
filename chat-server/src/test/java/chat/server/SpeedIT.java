// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.client.ServerAddress;
import chat.client.load.speed.Speed;
import chat.client.load.speed.SpeedPlan;
import chat.client.load.speed.SpeedReport;
import chat.client.load.speed.SpeedText;
import chat.client.load.speed.Verdict;
import chat.client.load.speed.Workload;
import chat.server.BrokenStore.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The meter against this server, each workload in small: numbers that can be, and nothing wrong unless something is. */
class SpeedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final RunningServer server = new RunningServer("limits.all=off", "store.kind=memory");

    @ParameterizedTest
    @EnumSource(
            value = Workload.class,
            names = {"SAT10", "SAT100", "SAT1000"})
    void asFastAsItGoes(Workload workload) {
        SpeedReport report = run(plan(workload).with(new SpeedPlan.Shape(1, 12, 3, 0)));

        assertSound(report);
        assertThat(report.value("deliveries")).isGreaterThan(12);
        // What was under way when the window began and ended counts on one side only: much, where the machine stood
        // still.
        double messagesPerSecond = report.value("messagesPerSecond");
        assertThat(report.value("deliveriesPerSecond")).isBetween(6 * messagesPerSecond, 24 * messagesPerSecond);
        assertThat(report.value("stored")).isPositive();
        assertThat(report.value("serverCpuMicrosPerDelivery")).isPositive();
        assertThat(report.value("heapBytes")).isPositive();
        assertThat(report.value("latencyP50Micros")).isPositive();
        // Of each message that was due in the time, every copy.
        assertThat(report.latencyNanos().getTotalCount()).isPositive().matches(count -> count % 12 == 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Workload.class,
            names = {"RATE100", "RATE50K"})
    void atAFixedRate(Workload workload) {
        SpeedPlan small = plan(workload).with(new SpeedPlan.Shape(1, 10, 3, 0));
        SpeedReport report = run(small.with(pace(small, 1_000)));

        assertSound(report);
        assertThat(report.value("deliveriesPerSecond")).isBetween(300.0, 3_000.0);
        assertThat(report.value("sendLagP50Micros")).isNotNegative();
    }

    @Test
    void atAFixedRateWithoutEverSleeping() {
        SpeedPlan small = plan(Workload.RATE100).with(new SpeedPlan.Shape(1, 10, 3, 0));
        SpeedPlan.Pace pace = pace(small, 1_000);
        SpeedReport report = run(small.with(new SpeedPlan.Pace(
                pace.outstanding(), 1_000, true, pace.warmup(), pace.duration(), 0, pace.patience())));

        assertSound(report);
        assertThat(report.value("deliveriesPerSecond")).isBetween(300.0, 3_000.0);
    }

    @Test
    void aRateThatNobodyCanSendEndsAndIsNoMeasurement() {
        SpeedPlan small = plan(Workload.RATE100).with(new SpeedPlan.Shape(1, 10, 3, 0));
        SpeedReport report = run(small.with(pace(small, 1e9)));

        assertThat(report.verdict()).as(inWords(report)).isIn(Verdict.INVALID, Verdict.LATE);
        assertThat(report.reason()).contains("were due and did not leave");
    }

    @Test
    void withoutADeliveryThereIsNoCost() {
        SpeedPlan small = plan(Workload.RATE100).with(new SpeedPlan.Shape(1, 10, 1, 0));
        // One message in 100 s, the first of them at once.
        SpeedReport report = run(small.with(pace(small, 0.1)));

        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.INVALID);
        assertThat(report.reason()).contains("nothing was delivered");
        assertThat(report.value("serverCpuMicrosPerDelivery")).isNaN();
    }

    @Test
    void manyRoomsOnTwoLoopsWithIds() {
        SpeedPlan plan = plan(Workload.ROOMS)
                .with(new SpeedPlan.Shape(5, 4, 4, 0))
                .with(new SpeedPlan.Wire(300, true, 2, 8, List.of("127.0.0.1", "127.0.0.2")));
        SpeedReport report = run(plan);

        assertSound(report);
        assertThat(report.value("deliveries")).isGreaterThan(20);
    }

    @Test
    void idleConnections() {
        SpeedReport report = run(plan(Workload.IDLE).with(new SpeedPlan.Shape(6, 5, 1, 0)));

        assertSound(report);
        assertThat(report.value("connections")).isEqualTo(30);
        assertThat(report.value("heapBytes")).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Workload.class,
            names = {"IDLE", "RESUME"})
    void connectionsThatWereMadeElsewhereAreNotWhatIsMeasured(Workload workload, @TempDir Path folder)
            throws Exception {
        try (ServerProcess measured = new ServerProcess(folder).start("limits.all=off")) {
            SpeedPlan plan = SpeedPlan.of(measured.address(), workload);
            int senders = plan.shape().senders();
            SpeedReport report = run(plan.with(new SpeedPlan.Shape(6, 5, senders, 0))
                    .with(pace(plan, 0))
                    // Both of one server, which is another one.
                    .with(new SpeedPlan.Watch(
                            ProcessHandle.current().pid(), server.start().admin(""))));

            assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.INVALID);
            assertThat(report.reason()).contains("--admin is of another server");
        }
    }

    @Test
    void everybodyComesBackAtOnce() {
        SpeedReport report = run(plan(Workload.RESUME).with(new SpeedPlan.Shape(6, 5, 0, 0)));

        assertSound(report);
        assertThat(report.value("missed")).isEqualTo(30 * 10);
        assertThat(report.value("deliveries")).isEqualTo(30 * 10);
        assertThat(report.value("allLiveSeconds")).isPositive();
    }

    @Test
    void severalProcessesHaveOneCost() throws Exception {
        List<String> lines = bench(
                "sat10 --processes 3 --members 4 --senders 2 --warmup 200ms --duration 1s --label three --admin "
                        + server.start().admin(""),
                0);

        JsonNode report = new ObjectMapper().readTree(lines.get(0));
        assertThat(report.path("verdict").asText()).as(report.toString()).isEqualTo("sound");
        assertThat(report.path("processes").asInt()).isEqualTo(3);
        assertThat(report.path("rooms").asInt()).isEqualTo(3);
        // The server's own count of all that was written: nobody's part is left out, nor counted again.
        double cores = report.path("serverCpuCores").asDouble() * 1e6;
        double perSecond = report.path("deliveriesPerSecond").asDouble();
        assertThat(report.path("serverCpuMicrosPerDelivery").asDouble() * perSecond)
                .isBetween(0.9 * cores, 1.1 * cores);
        assertThat(report.path("deliveries").asDouble())
                .isBetween(
                        2.0 * report.path("stored").asDouble(),
                        5.0 * report.path("stored").asDouble());
        assertThat(report.path("undelivered").asLong()).isZero();
    }

    @Test
    void manyIdleConnectionsOfSeveralProcesses() throws Exception {
        List<String> lines = bench(
                "idle --processes 2 --connections 40 --duration 100ms --admin "
                        + server.start().admin(""),
                0);

        JsonNode report = new ObjectMapper().readTree(lines.get(0));
        assertThat(report.path("connections").asInt()).as(report.toString()).isEqualTo(80);
    }

    @Test
    void whatTheServerDoesForOthersIsNotThisRunsCost() throws Exception {
        SpeedPlan plan = plan(Workload.SAT100).with(new SpeedPlan.Shape(1, 6, 3, 0));
        SpeedPlan.Pace longer =
                new SpeedPlan.Pace(100, 0, false, Duration.ofMillis(10), Duration.ofSeconds(20), 0, PATIENCE);
        SpeedPlan others = plan.with(longer).with(new SpeedPlan.Watch(null, null));
        Thread other = new Thread(() -> {
            try {
                Speed.run(others, line -> {});
            } catch (InterruptedException e) {
                // As it is told to below.
            }
        });
        other.start();
        server.awaitMeterAtLeast("chat_deliveries_total", 100);
        SpeedReport report = run(plan);
        other.interrupt();
        other.join();

        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.INVALID);
        assertThat(report.reason()).contains("others to serve", "--processes");
        assertThat(report.value("serverCpuMicrosPerDelivery")).isPositive();
    }

    @Test
    void aProcessThatIsNotTheServersIsRefused() throws Exception {
        SpeedPlan plan = plan(Workload.SAT10);
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            for (URI admin : Arrays.asList(server.admin(""), null)) {
                SpeedReport report = run(plan.with(new SpeedPlan.Watch(other.pid(), admin)));
                assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.MISNAMED);
                assertThat(report.reason()).contains("--pid: process " + other.pid());
                assertThat(report.isWhole()).isFalse();
            }
        } finally {
            other.destroy();
        }
    }

    @Test
    void aServerThatStopsInTheMiddleWasNotThereToTheEnd() throws Exception {
        SpeedPlan plan = plan(Workload.ROOMS)
                .with(new SpeedPlan.Shape(2, 4, 4, 0))
                .with(new SpeedPlan.Watch(null, null))
                .with(new SpeedPlan.Pace(1, 0, false, Duration.ofMillis(10), Duration.ofSeconds(60), 0, PATIENCE));
        CompletableFuture<SpeedReport> running = CompletableFuture.supplyAsync(() -> run(plan));
        server.awaitMeterAtLeast("chat_deliveries_total", 100);
        assertThat(server.stop()).isTrue();
        SpeedReport report = running.get(30, TimeUnit.SECONDS);

        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.UNREACHABLE);
    }

    @Test
    void slowReadersAreBehindWhileItIsMeasuredAndGetEverythingAfterwards() {
        SpeedPlan plan = plan(Workload.SAT100)
                .with(new SpeedPlan.Shape(1, 10, 5, 2))
                .with(new SpeedPlan.Wire(4_000, false, 1, 8, List.of()));
        SpeedReport report = run(plan);

        assertSound(report);
        assertThat(report.value("catchingUp")).isGreaterThanOrEqualTo(2);
        assertThat(report.value("slowComplete") + report.value("slowWithGap")).isEqualTo(2);
    }

    @Test
    void slowReadersThatTheServerDoesNotNoticeEndTheRun() {
        SpeedPlan plan = plan(Workload.RATE100).with(new SpeedPlan.Shape(1, 10, 5, 2));
        SpeedReport report = run(plan.with(new SpeedPlan.Pace(
                1, 20, false, Duration.ofMillis(50), Duration.ofMillis(50), 0, Duration.ofMillis(300))));

        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.LATE);
        assertThat(report.reason()).contains("0 of 2");
    }

    @Test
    void aServerWithLimitsIsNotMeasured() {
        server.with("limits.all=on", "limits.messages=5/1s burst 5");
        SpeedReport report = run(plan(Workload.SAT10));

        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.REFUSED);
        assertThat(report.reason()).contains("rate-limited", "limits.all=off");
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() {
        SpeedPlan plan = plan(Workload.SAT10);
        server.stop();
        SpeedReport report = run(plan.with(new SpeedPlan.Watch(null, null)));

        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.UNREACHABLE);
        assertThat(report.figures()).isEmpty();
    }

    @Test
    void whatIsNotDeliveredIsNoticed() {
        SpeedReport report = runBroken(Fault.DELIVERY_LACKS_ONE);

        assertThat(report.value("missing")).as(inWords(report)).isPositive();
        assertThat(report.value("duplicates")).isZero();
        // What never came is in the latency with the time that was waited.
        assertThat(report.latencyNanos().getMaxValue()).isGreaterThan(1_000_000_000);
    }

    @Test
    void whatIsDeliveredTwiceIsNoticed() {
        SpeedReport report = runBroken(Fault.DELIVERED_TWICE);

        assertThat(report.value("duplicates")).as(inWords(report)).isPositive();
        assertThat(report.value("missing")).isZero();
    }

    @Test
    void whatIsDeliveredInTheWrongOrderIsNoticed() {
        SpeedReport report = runBroken(Fault.DELIVERED_SWAPPED);

        assertThat(report.value("reordered")).as(inWords(report)).isPositive();
        assertThat(report.value("missing")).isZero();
    }

    private SpeedReport runBroken(Fault fault) {
        // Not before the time that is measured: who waits for what was lost while warming up sends nothing then.
        AtomicBoolean measuring = new AtomicBoolean();
        BrokenStore store = new BrokenStore(fault, measuring::get);
        server.keptIn((config, observer) -> store);
        SpeedPlan plan = plan(Workload.SAT10);
        SpeedPlan.Pace pace = plan.pace();
        // What was lost does not come: there is no use in waiting for it.
        SpeedPlan broken = plan.with(new SpeedPlan.Pace(
                pace.outstanding(), 0, false, pace.warmup(), Duration.ofSeconds(2), 0, Duration.ofSeconds(2)));
        // Told a second into the two that are measured.
        SpeedReport report = run(broken, line -> measuring.compareAndSet(false, line.startsWith("measuring")));
        assertThat(store.faults()).as("faults made").isPositive();
        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.UNSOUND);
        return report;
    }

    @Test
    void theOthersOfARunEndWithTheOneThatBeganIt() throws Exception {
        // Somebody who takes connections, and never answers.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Process run = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-jar",
                            Path.of("..", "chat-client", "target", "chat-client.jar")
                                    .toString(),
                            "bench",
                            "rate100",
                            "--processes",
                            "3",
                            "--settle",
                            "1h",
                            "--server",
                            "127.0.0.1:" + silent.getLocalPort())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            await().atMost(PATIENCE).until(() -> run.descendants().count() == 2);
            List<ProcessHandle> others = run.descendants().toList();
            // Both have connected: whoever has not yet begun to wait would end at once.
            for (int i = 0; i < 300; i++) {
                silent.accept();
            }
            run.destroyForcibly();

            await().atMost(PATIENCE).until(() -> others.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void theFilesOfThisProgramAreNotTheServersFault() throws Exception {
        Process run = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n 300; exec \"$0\" -jar ../chat-client/target/chat-client.jar bench idle --connections 1000"
                                + " --server 127.0.0.1:"
                                + server.start().address().getPort(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .redirectErrorStream(true)
                .start();
        run.getOutputStream().close();
        List<String> lines = run.inputReader().lines().toList();

        assertThat(run.waitFor()).as(lines.toString()).isEqualTo(10);
        assertThat(lines).hasSizeLessThan(20).anyMatch(line -> line.contains("ulimit -n"));
    }

    /** Runs the program itself; says what it printed as JSON. */
    private List<String> bench(String arguments, int code) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("..", "chat-client", "target", "chat-client.jar").toString(),
                "bench"));
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of(
                "--json", "-", "--server", "127.0.0.1:" + server.address().getPort()));
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        CompletableFuture<byte[]> error = CompletableFuture.supplyAsync(() -> {
            try {
                return process.getErrorStream().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor())
                .as(lines + new String(error.get(), StandardCharsets.UTF_8))
                .isEqualTo(code);
        return lines;
    }

    private SpeedPlan plan(Workload workload) {
        SpeedPlan plan =
                SpeedPlan.of(new ServerAddress("127.0.0.1", server.address().getPort()), workload);
        return plan.with(pace(plan, plan.workload() == Workload.RATE100 ? 1_000 : 0))
                .with(new SpeedPlan.Watch(ProcessHandle.current().pid(), server.admin("")));
    }

    private static SpeedPlan.Pace pace(SpeedPlan plan, double deliveriesPerSecond) {
        return new SpeedPlan.Pace(
                plan.pace().outstanding(),
                deliveriesPerSecond,
                false,
                Duration.ofMillis(300),
                Duration.ofSeconds(1),
                plan.pace().messages(),
                PATIENCE);
    }

    private static SpeedReport run(SpeedPlan plan) {
        return run(plan, line -> {});
    }

    private static SpeedReport run(SpeedPlan plan, Consumer<String> listener) {
        List<String> progress = new ArrayList<>();
        try {
            return Speed.run(plan, line -> {
                progress.add(line);
                listener.accept(line);
            });
        } catch (InterruptedException e) {
            throw new AssertionError(String.join("\n", progress), e);
        }
    }

    private static void assertSound(SpeedReport report) {
        assertThat(report.verdict()).as(inWords(report)).isEqualTo(Verdict.SOUND);
        for (String fault : List.of("missing", "duplicates", "reordered", "misrouted", "altered", "undelivered")) {
            assertThat(report.value(fault)).as(fault).isZero();
        }
    }

    private static String inWords(SpeedReport report) {
        return String.join("\n", SpeedText.lines(List.of(report), 1));
    }
}
