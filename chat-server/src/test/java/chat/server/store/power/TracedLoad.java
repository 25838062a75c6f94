// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import chat.server.config.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@link PowerLoad} under strace(1), once or again over the same folder. */
final class TracedLoad {

    private static final int LIMIT_SECONDS = 300;
    /** So that a load that is to be killed and is not does not fill the disk. */
    private static final int MOST_MESSAGES = 500;

    private final Path place;
    private final Durability durability;
    private final int senders;
    private final Trace trace;
    private int runs;

    /** @param place an empty folder */
    TracedLoad(Path place, Durability durability, int senders) {
        this.place = place;
        this.durability = durability;
        this.senders = senders;
        this.trace = new Trace(folder(), told());
    }

    /** Whether there is strace, and it may trace. */
    static boolean isPossible() {
        try {
            Process process = new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Path folder() {
        return place.resolve("data");
    }

    private Path told() {
        return place.resolve("told");
    }

    /**
     * Runs it to its end.
     *
     * @param messages of each sender
     * @param pauseMillis between two of a sender's
     */
    TracedLoad run(int messages, int pauseMillis) throws IOException, InterruptedException {
        // Stops only for the calls that are traced; strace 6.1 injects nothing then.
        int code = run(messages, pauseMillis, List.of("--seccomp-bpf"));
        if (code != 0) {
            throw new IllegalStateException("the load ended with " + code + ":\n" + Files.readString(output()));
        }
        return this;
    }

    /** Runs it until a thread of it wants to make its n-th sync: it is killed before that. */
    TracedLoad runUntilSync(int n) throws IOException, InterruptedException {
        int code = run(MOST_MESSAGES, 0, List.of("-e", "inject=fsync,fdatasync:signal=KILL:when=" + n));
        if (code == 0) {
            throw new IllegalStateException("the load was not killed, and made less than " + n + " syncs");
        }
        return this;
    }

    private int run(int messages, int pauseMillis, List<String> options) throws IOException, InterruptedException {
        Path file = place.resolve("trace-" + ++runs);
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-y", "-xx", "-s", "10000000"));
        command.addAll(List.of("-o", file.toString(), "-e", "signal=none", "-e", "trace=" + Trace.CALLS));
        command.addAll(options);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.sqlite.tmpdir=" + place,
                "-cp",
                System.getProperty("java.class.path"),
                PowerLoad.class.getName(),
                folder().toString(),
                told().toString(),
                durability.name(),
                Integer.toString(senders),
                Integer.toString(messages),
                Integer.toString(pauseMillis)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the load did not end within " + LIMIT_SECONDS + " s");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        trace.read(file);
        Files.delete(file);
        return process.exitValue();
    }

    private Path output() {
        return place.resolve("output-" + runs);
    }

    /** What the power can do to it. */
    PowerFailures failures(Path scratch) {
        return new PowerFailures(trace.calls(), folder(), durability, scratch);
    }
}
