// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server as it sees itself, and as its system sees it, as far as either can be asked. */
final class ServerWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final @Nullable URI metrics;
    private final @Nullable ProcessCpu process;
    private final ProcessCpu self = new ProcessCpu(ProcessHandle.current().pid());
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * What was seen at a moment.
     *
     * @param process what the server's process had used, or null
     * @param self what this process had used, or null
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
    ServerWatch(SpeedPlan.Watch watch) throws Alarm.Raised, InterruptedException {
        URI admin = watch.admin();
        Long pid = watch.pid();
        this.metrics = admin == null ? null : admin.resolve("/metrics");
        this.process = pid == null ? null : new ProcessCpu(pid);
        if (process != null && !process.exists()) {
            throw new Alarm.Raised(Verdict.UNREACHABLE, "no process " + pid + " can be asked on this machine");
        }
        scrape();
    }

    /** The processor time by now. */
    Clock clock() {
        return new Clock(
                System.nanoTime(),
                process == null ? null : process.used(),
                self.exists() ? self.used() : null,
                MachineCpu.now());
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
