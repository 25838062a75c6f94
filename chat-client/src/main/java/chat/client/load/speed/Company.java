// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * The other processes of a run: they are told what to do over their input, all at once, and each answers over its output. One
 * whose input ends, ends. Used by the thread of a run.
 */
final class Company implements AutoCloseable {

    /** On top of what the others may wait for themselves: a Java program has to start, and may be told so by a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String END = "";

    private record Other(Process process, Writer in, BlockingQueue<String> answers) {

        static Other start(List<String> command) throws IOException {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BlockingQueue<String> answers = new LinkedBlockingQueue<>();
            Thread reader =
                    new Thread(() -> read(process.inputReader(StandardCharsets.UTF_8), answers), "bench-company");
            reader.setDaemon(true);
            reader.start();
            return new Other(process, process.outputWriter(StandardCharsets.UTF_8), answers);
        }

        private static void read(BufferedReader out, BlockingQueue<String> answers) {
            try (out) {
                out.lines().forEach(answers::add);
            } catch (IOException | UncheckedIOException e) {
                // It has ended, which is told below.
            }
            answers.add(END);
        }
    }

    private final Alarm alarm;
    private final Duration patience;
    private final List<Other> others = new ArrayList<>();

    /** @throws Alarm.Raised if they cannot be started */
    Company(SpeedPlan plan, Alarm alarm) throws Alarm.Raised {
        this.alarm = alarm;
        this.patience = plan.pace().patience().plus(PATIENCE);
        try {
            for (int i = 1; i < plan.processes().count(); i++) {
                others.add(Other.start(plan.processes().command()));
            }
        } catch (IOException e) {
            close();
            throw new Alarm.Raised(Verdict.INVALID, "another process could not be started: " + e.getMessage());
        }
    }

    List<Long> pids() {
        return others.stream().map(other -> other.process().pid()).toList();
    }

    void tell(Verb verb) throws Alarm.Raised {
        for (Other other : others) {
            try {
                other.in().write(PartJson.line(verb) + "\n");
                other.in().flush();
            } catch (IOException e) {
                throw ended();
            }
        }
    }

    /** Waits for the answer of each. */
    <T> List<T> hear(Function<JsonNode, T> meaning) throws Alarm.Raised, InterruptedException {
        List<T> all = new ArrayList<>();
        for (Other other : others) {
            alarm.await(
                    () -> !other.answers().isEmpty(), patience, () -> "another process of this run does not answer");
            String line = other.answers().take();
            if (line.equals(END)) {
                throw ended();
            }
            all.add(meaning.apply(PartJson.parse(line)));
        }
        return all;
    }

    private static Alarm.Raised ended() {
        return new Alarm.Raised(Verdict.INVALID, "another process of this run has ended before its time");
    }

    @Override
    public void close() {
        for (Other other : others) {
            // What it has open, the system closes; and it has nothing to save.
            other.process().destroy();
        }
    }
}
