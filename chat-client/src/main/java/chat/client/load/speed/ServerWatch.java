// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import chat.client.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server as it sees itself, and as its system sees it, as far as either can be asked. */
final class ServerWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Linux counts in steps of 10 ms. */
    private static final double CPU_TOLERANCE_SECONDS = 0.05;

    private final @Nullable URI metrics;
    private final @Nullable ProcessCpu process;
    private final List<ProcessCpu> selves =
            new ArrayList<>(List.of(new ProcessCpu(ProcessHandle.current().pid())));
    private @Nullable String doubt;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * What was seen at a moment.
     *
     * @param process what the server's process had used, or null
     * @param self what this program had used in all its processes, or null
     * @param machine what all processes had used, or null
     */
    record Clock(
            long nanoTime,
            ProcessCpu.@Nullable Used process,
            ProcessCpu.@Nullable Used self,
            @Nullable MachineCpu machine) {

        double secondsUntil(Clock later) {
            return (later.nanoTime - nanoTime) / 1e9;
        }
    }

    /** @throws Alarm.Raised if what is to be watched is not there */
    ServerWatch(ServerAddress server, SpeedPlan.Watch watch) throws Alarm.Raised, InterruptedException {
        URI admin = watch.admin();
        Long pid = watch.pid();
        this.metrics = admin == null ? null : admin.resolve("/metrics");
        this.process = pid == null ? null : new ProcessCpu(pid);
        if (process != null && !process.exists()) {
            throw new Alarm.Raised(Verdict.MISNAMED, "--pid: no process " + pid + " can be asked on this machine");
        }
        identify(server);
    }

    /** A process that is not the server's has no say in what the server costs. */
    private void identify(ServerAddress server) throws Alarm.Raised, InterruptedException {
        double least = process == null ? 0 : process.seconds();
        Scrape scrape = scrape();
        if (process == null) {
            return;
        }
        double most = process.seconds();
        if (scrape != null && scrape.hasCpu()) {
            double said = scrape.cpuSeconds();
            // Both count the same time, which goes on meanwhile; one of them in steps.
            if (said < least - CPU_TOLERANCE_SECONDS || said > most + CPU_TOLERANCE_SECONDS) {
                throw new Alarm.Raised(
                        Verdict.MISNAMED,
                        String.format(
                                Locale.ROOT,
                                "--pid: process %s has used %.2f s of processor time, and the one that answers at --admin"
                                        + " %.2f s (expected: the same process)",
                                process.pid(),
                                most,
                                said));
            }
            return;
        }
        switch (Listener.ofThisMachine().listens(process.pid(), server.port())) {
            case YES -> {}
            case NO ->
                throw new Alarm.Raised(
                        Verdict.MISNAMED,
                        "--pid: process " + process.pid() + " does not listen on port " + server.port()
                                + " (expected: the server at " + server
                                + "; behind a proxy, --admin shows which one it is)");
            case NOT_KNOWN ->
                doubt = "--pid: it cannot be seen whether process " + process.pid() + " is the server at " + server
                        + "; with --admin it could";
        }
    }

    /** Why it is not certain that the processor time is the server's, or null. */
    @Nullable
    String doubt() {
        return doubt;
    }

    /** Other processes of this program, which make a part of the load. */
    void countAsSelf(List<Long> pids) {
        pids.forEach(pid -> selves.add(new ProcessCpu(pid)));
    }

    /**
     * The processor time by now.
     *
     * @throws Alarm.Raised if the server's process has ended, or another one of this run
     */
    Clock clock() throws Alarm.Raised {
        return new Clock(System.nanoTime(), process == null ? null : server(process), self(), MachineCpu.now());
    }

    private static ProcessCpu.Used server(ProcessCpu process) throws Alarm.Raised {
        try {
            return process.used();
        } catch (UncheckedIOException e) {
            throw new Alarm.Raised(Verdict.UNREACHABLE, "--pid: process " + process.pid() + " has ended");
        }
    }

    private ProcessCpu.@Nullable Used self() throws Alarm.Raised {
        try {
            return selves.stream()
                    .filter(ProcessCpu::exists)
                    .map(ProcessCpu::used)
                    .reduce(ProcessCpu.Used::plus)
                    .orElse(null);
        } catch (UncheckedIOException e) {
            throw new Alarm.Raised(Verdict.INVALID, "another process of this run has ended before its time");
        }
    }

    /** The process of the server, or null where it is not known. */
    @Nullable
    ProcessCpu process() {
        return process;
    }

    /** What the admin port says, or null where it is not known. */
    @Nullable
    Scrape scrape() throws Alarm.Raised, InterruptedException {
        if (metrics == null) {
            return null;
        }
        try {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(metrics).timeout(PATIENCE).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Alarm.Raised(Verdict.UNREACHABLE, metrics + " answers " + answer.statusCode());
            }
            return Scrape.parse(answer.body());
        } catch (IOException e) {
            throw new Alarm.Raised(Verdict.UNREACHABLE, metrics + " does not answer: " + e);
        }
    }

    /** Has the server collect its garbage, where a tool for that is at hand, and says whether it did. */
    boolean collectGarbage() throws InterruptedException {
        if (process == null) {
            return false;
        }
        try {
            Process jcmd = new ProcessBuilder("jcmd", process.pid(), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (jcmd.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return jcmd.exitValue() == 0;
            }
            jcmd.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
